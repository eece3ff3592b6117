"""The sixteen Länder: abbreviation, name and official key (first two digits of the AGS)."""

LAENDER = {
    "SH": "Schleswig-Holstein",
    "HH": "Hamburg",
    "NI": "Niedersachsen",
    "HB": "Bremen",
    "NW": "Nordrhein-Westfalen",
    "HE": "Hessen",
    "RP": "Rheinland-Pfalz",
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "SL": "Saarland",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "MV": "Mecklenburg-Vorpommern",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}
LAND_OF_KEY = {f"{number:02d}": land for number, land in enumerate(LAENDER, start=1)}
# Inhabitants of each Land in the same edition (Destatis, GV100AD, 30 Nov 2023; dl-de/by-2-0).
INHABITANTS = {
    "SH": 2_953_270,
    "HH": 1_892_122,
    "NI": 8_140_242,
    "HB": 684_864,
    "NW": 18_139_116,
    "HE": 6_391_360,
    "RP": 4_159_150,
    "BW": 11_280_257,
    "BY": 13_369_393,
    "SL": 992_666,
    "BE": 3_755_251,
    "BB": 2_573_135,
    "MV": 1_628_378,
    "SN": 4_086_152,
    "ST": 2_186_643,
    "TH": 2_126_846,
}
