//! Headers in another language than English: they are told to be that, since a seller who sees a report of the right name
//! in Seller Central does not know what else is wrong with it.

/// Languages, with words of the columns of their FBA, ledger and sales reports. A German and a French column are known from
/// public code that handles them ("Verkaufte Einheiten letzte 30 Tage", "Unités vendues", seen in November 2026); the rest
/// are the plain words for date, stock, quantity and the like.
const LANGUAGES: &[(&str, &str)] = &[
    (
        "German",
        "datum bestand anfangsbestand endbestand lagerbestand lagerort verkaufte einheiten menge zustand artikel \
         artikelbezeichnung produktname verfügbar verfügbare händler händler-sku titel land standort",
    ),
    (
        "French",
        "unités vendues quantité quantite stock disponible disponibles titre pays état emplacement entrepôt expédition \
         expéditions nom produit vendeur solde",
    ),
    (
        "Italian",
        "data quantità unità vendute magazzino inventario disponibile disponibili titolo paese venditore prodotto \
         spedizioni condizione saldo ubicazione",
    ),
    (
        "Spanish",
        "fecha cantidad unidades vendidas existencias inventario almacén disponible disponibles título país vendedor \
         producto envíos estado saldo ubicación",
    ),
    (
        "Dutch",
        "datum voorraad beginvoorraad eindvoorraad aantal hoeveelheid verkochte eenheden beschikbaar beschikbare titel \
         land locatie magazijn verkoper productnaam verzendingen staat",
    ),
    (
        "Polish",
        "data ilość liczba sztuk sprzedane sprzedanych jednostki zapasy stan dostępne tytuł kraj lokalizacja magazyn \
         sprzedawcy produktu nazwa",
    ),
    (
        "Swedish",
        "datum lager lagersaldo antal kvantitet sålda enheter tillgänglig tillgängliga titel land plats säljarens säljare \
         produktnamn leveranser skick",
    ),
    ("Japanese", "日付 数量 在庫 商品名 出品者 販売数 国 倉庫 状態 コンディション 出荷日 タイトル"),
    ("Chinese", "日期 数量 库存 商品名称 商品描述 商品编码 卖家 卖家sku 价格 标题 国家 仓库"),
];

/// The language that a header looks to be in, and the names that say so. Two must, or one that is not of Latin letters.
pub(super) fn language(header: &[String]) -> Option<(&'static str, Vec<&str>)> {
    let told = LANGUAGES.iter().map(|&(language, words)| {
        let names = header.iter().map(String::as_str).filter(|name| says(name, words));
        (language, names.collect::<Vec<_>>())
    });
    let best = told.rev().max_by_key(|(_, names)| names.len())?;
    let foreign = |name: &&str| name.chars().any(|c| c >= '\u{3040}');
    (best.1.len() > 1 || best.1.iter().any(foreign)).then_some(best)
}

/// Is one of the words of a name among these?
fn says(name: &str, words: &str) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.split(|c: char| !c.is_alphanumeric() && c != '-');
    let is_within = |word: &str| word.chars().all(|c| c >= '\u{3040}') && name.contains(word);
    parts.any(|part| words.split(' ').any(|word| word == part)) || words.split(' ').any(is_within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_told_by_its_words() {
        for (header, wanted) in [
            ("Datum\tFNSKU\tASIN\tMSKU\tTitel\tBestandsart\tAnfangsbestand im Lager", Some("German")),
            ("Verkaufte Einheiten letzte 30 Tage\tBestand", Some("German")),
            ("Date\tUnités vendues\tQuantité", Some("French")),
            ("Data\tQuantità\tMagazzino", Some("Italian")),
            ("Fecha\tCantidad", Some("Spanish")),
            ("Datum\tVoorraad\tAantal", Some("Dutch")),
            ("Data\tIlość\tKraj", Some("Polish")),
            ("Datum\tAntal\tLager", Some("Swedish")),
            ("商品名称\t商品描述\t商品编码\t卖家 SKU\t价格\t数量", Some("Chinese")),
            ("日付\tFNSKU", Some("Japanese")),
            ("FNSKU\t数量", Some("Japanese")),
            ("販売可能数量\tSKU", Some("Japanese")),
            ("Date\tRating\tComments\tYour Response", None),
            ("stock\tsku\tasin\tprice", None),
            ("data\tvalue", None),
        ] {
            let header: Vec<_> = header.split('\t').map(String::from).collect();
            assert_eq!(language(&header).map(|(language, _)| language), wanted, "{header:?}");
        }
    }
}
