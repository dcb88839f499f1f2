//! The forecast held against a seller whose demand is known.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod seller;
#[path = "../simulated/mod.rs"]
mod simulated;

use ipi::account::Account;
use ipi::assess::Assessment;
use ipi::factor::{FactorKind, Factors};
use ipi::forecast::{Asked, Forecast};
use ipi::score::Past;
use seller::{Habits, Seller, USUAL};

fn assess(account: &Account) -> Assessment {
    Assessment::of(account, &[], |_, _, _| Past::default())
}

fn truth(seller: &Seller, ahead: usize) -> ipi::factor::Readings {
    Factors::of(&seller.account(ahead), ipi::factor::FactorSet::FOUR).0.readings()
}

#[test]
fn intervals_cover() {
    let accounts: u64 = std::env::var("N").map_or(20, |n| n.parse().unwrap());
    for states_excess in [true, false] {
        let mut inside = [[0_u32; 4]; 4];
        let mut tot = [[[0_u64; 5]; 2]; 4];
        let mut bias = [[0.0; 4]; 4];
        let mut width = [[0.0; 4]; 4];
        let (mut ran, mut ran_in) = (0, 0);
        for seed in 0..accounts {
            let seller = Seller::simulate(1000 + seed, Habits { states_excess, ..USUAL });
            let account = seller.account(0);
            let asked = Asked { shipments: seller.shipments(), ..Asked::default() };
            let forecast = Forecast::of(&account, &assess(&account), &asked).unwrap();
            for (h, weeks) in [1_usize, 4, 8, 13].into_iter().enumerate() {
                let ahead = &forecast.weeks[weeks - 1];
                let truth = truth(&seller, weeks * 7);
                let t = ipi::factor::Parts::of(
                    &seller.account(weeks * 7),
                    &Factors::of(&seller.account(weeks * 7), ipi::factor::FactorSet::FOUR).0,
                )
                .sums();
                let e = forecast.projection.parts_on(ahead.day).sums();
                for (k, s) in [(0, t), (1, e)] {
                    tot[h][k][0] += s.on_hand.get();
                    tot[h][k][1] += s.excess.get();
                    tot[h][k][2] += s.shipped_90.get();
                    tot[h][k][3] += s.weighted_out;
                    tot[h][k][4] += s.weight.get();
                }
                for (f, factor) in FactorKind::ALL.into_iter().enumerate() {
                    let get = |readings: &ipi::factor::Readings| readings.get(factor).unwrap();
                    inside[h][f] += u32::from((get(&ahead.low)..=get(&ahead.high)).contains(&get(&truth)));
                    bias[h][f] += get(&truth) - get(&ahead.readings);
                    width[h][f] += get(&ahead.high) - get(&ahead.low);
                }
            }
            _ = (&mut ran, &mut ran_in);
        }
        for h in 0..4 {
            println!("{:?}", tot[h]);
            println!(
                "{:?} bias {:?} width {:?}",
                inside[h].map(|n| f64::from(n) / accounts as f64),
                bias[h].map(|b| (b / accounts as f64 * 1000.0).round() / 1000.0),
                width[h].map(|b| (b / accounts as f64 * 1000.0).round() / 1000.0)
            );
        }
    }
}
