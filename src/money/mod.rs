//! Money: [`Money`] is what reports state, exact and in whatever currency the account is kept; [`Amount`] and [`Balance`] are
//! what something costs or brings, in whole minor units of a [`Currency`].

mod fee;
mod stated;

pub use fee::{Amount, Balance, Currency};
pub use stated::Money;
