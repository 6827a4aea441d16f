"""Names of places that Unicode's CLDR does not have: adjectives, people, abbreviations, older and shorter names.

Typed for this project. Each row: code, English adjectives and people, French adjectives (masculine; the other forms are
derived), further names in either language; a row may go on on lines that begin with spaces. Kosovo (XK) and the
European Union (EU) are codes that ISO 3166 reserves.
The Middle East is Western Asia (M49:145), the nearest region that the United Nations' list has.
"""

from __future__ import annotations

from handlers.formats.words.tokens import words

COUNTRIES = """
AD; Andorran Andorrans; andorran;
AE; Emirati Emiratis; émirati émirien; UAE, U.A.E., EAU, É.A.U., Emirates, Émirats, Dubai, Dubaï, Abu Dhabi, Abou
    Dhabi
AF; Afghan Afghans; afghan;
AG; Antiguan; antiguais; Antigua
AL; Albanian Albanians; albanais;
AM; Armenian Armenians; arménien;
AO; Angolan Angolans; angolais;
AR; Argentine Argentinian Argentines Argentinians; argentin;
AT; Austrian Austrians; autrichien;
AU; Australian Australians Aussie; australien;
AZ; Azerbaijani Azerbaijanis Azeri Azeris; azerbaïdjanais azéri; Azerbaidjan
BA; Bosnian Bosnians; bosnien bosniaque; Bosnia, Bosnie
BB; Barbadian; barbadien;
BD; Bangladeshi Bangladeshis; bangladais bangladeshi;
BE; Belgian Belgians; belge;
BF; Burkinabe; burkinabé;
BG; Bulgarian Bulgarians; bulgare;
BH; Bahraini Bahrainis; bahreïni bahreïnien;
BI; Burundian Burundians; burundais;
BJ; Beninese; béninois;
BN; Bruneian; brunéien;
BO; Bolivian Bolivians; bolivien;
BR; Brazilian Brazilians; brésilien;
BS; Bahamian; bahamien;
BT; Bhutanese; bhoutanais;
BW; Motswana Batswana; botswanais;
BY; Belarusian Belarusians Belarussian Byelorussian; biélorusse bélarusse; Bélarus, Belarus, Byelorussia
BZ; Belizean; bélizien;
CA; Canadian Canadians; canadien;
CD; ; ; DRC, DR Congo, D.R. Congo, D.R.C., RDC, R.D.C., RD Congo, Democratic Republic of the Congo, Democratic
    Republic of Congo, République démocratique du Congo, Congo (Kinshasa), Zaire
CF; Central African; centrafricain; CAR, RCA, Centrafrique
CG; ; ; Republic of the Congo, Republic of Congo, République du Congo, Congo (Brazzaville)
CH; Swiss; suisse;
CI; Ivorian Ivorians; ivoirien; Ivory Coast
CL; Chilean Chileans; chilien;
CM; Cameroonian Cameroonians; camerounais;
CN; Chinese; chinois; PRC, P.R.C., RPC, People's Republic of China, République populaire de Chine, Mainland China,
    Chine populaire
CO; Colombian Colombians; colombien;
CR; Costa Rican Costa Ricans; costaricain costaricien;
CU; Cuban Cubans; cubain;
CV; Cape Verdean; cap-verdien; Cabo Verde
CY; Cypriot Cypriots; chypriote;
CZ; Czech Czechs; tchèque; Czech Republic, République tchèque
DE; German Germans; allemand;
DJ; Djiboutian; djiboutien;
DK; Danish Dane Danes; danois;
DM; ; dominiquais;
DO; Dominican Dominicans; dominicain;
DZ; Algerian Algerians; algérien;
EC; Ecuadorian Ecuadorians Ecuadorean; équatorien;
EE; Estonian Estonians; estonien;
EG; Egyptian Egyptians; égyptien;
EH; Sahrawi Saharawi; sahraoui;
ER; Eritrean Eritreans; érythréen;
ES; Spanish Spaniard Spaniards; espagnol; Catalonia, Catalogne
ET; Ethiopian Ethiopians; éthiopien;
EU; ; ; EU, UE, U.E.
FI; Finnish Finn Finns; finlandais;
FJ; Fijian Fijians; fidjien;
FR; French Frenchman Frenchmen; français;
GA; Gabonese; gabonais;
GB; British Britons Briton Brits Scottish Welsh Scots; britannique anglais écossais gallois; UK, U.K., R.-U., Great
    Britain, Britain, England, Scotland, Wales, Northern Ireland, Grande-Bretagne, Angleterre, Écosse, Pays de Galles,
    Irlande du Nord
GE; Georgian Georgians; géorgien; Republic of Georgia
GH; Ghanaian Ghanaians; ghanéen;
GM; Gambian Gambians; gambien; The Gambia
GN; Guinean Guineans; guinéen; Guinea-Conakry, Guinée-Conakry
GQ; Equatoguinean; équatoguinéen;
GR; Greek Greeks; grec;
GT; Guatemalan Guatemalans; guatémaltèque;
GW; ; bissau-guinéen; Guinea Bissau, Guinée Bissau
GY; Guyanese; guyanien;
HK; Hong Konger Hong Kongers; hongkongais; Hong Kong, Hongkong, Hong-Kong
HN; Honduran Hondurans; hondurien;
HR; Croatian Croatians Croat Croats; croate;
HT; Haitian Haitians; haïtien;
HU; Hungarian Hungarians; hongrois;
ID; Indonesian Indonesians; indonésien;
IE; Irish; irlandais; Republic of Ireland, Éire
IL; Israeli Israelis; israélien;
IN; Indian Indians; indien;
IQ; Iraqi Iraqis; irakien iraquien; Iraq
IR; Iranian Iranians; iranien; Islamic Republic of Iran, République islamique d'Iran
IS; Icelandic Icelanders; islandais;
IT; Italian Italians; italien;
JM; Jamaican Jamaicans; jamaïcain jamaïquain;
JO; Jordanian Jordanians; jordanien;
JP; Japanese; japonais; JPN
KE; Kenyan Kenyans; kényan;
KG; Kyrgyz; kirghize; Kirghizistan
KH; Cambodian Cambodians; cambodgien;
KM; Comoran Comorian; comorien;
KP; North Korean North Koreans; nord-coréen; DPRK, D.P.R.K., RPDC
KR; South Korean South Koreans; sud-coréen; Republic of Korea, ROK, République de Corée
KW; Kuwaiti Kuwaitis; koweïtien;
KZ; Kazakh Kazakhs Kazakhstani; kazakh;
LA; Lao Laotian Laotians; laotien;
LB; Lebanese; libanais;
LI; ; liechtensteinois;
LK; Sri Lankan Sri Lankans; sri-lankais srilankais;
LR; Liberian Liberians; libérien;
LS; ; lésothan;
LT; Lithuanian Lithuanians; lituanien;
LU; Luxembourgish Luxembourger Luxembourgers; luxembourgeois;
LV; Latvian Latvians; letton;
LY; Libyan Libyans; libyen;
MA; Moroccan Moroccans; marocain;
MC; Monegasque; monégasque;
MD; Moldovan Moldovans; moldave; Moldavia, Republic of Moldova
ME; Montenegrin Montenegrins; monténégrin;
MG; Malagasy; malgache;
MK; North Macedonian Macedonian Macedonians; macédonien; Macedonia, Macédoine, FYROM
ML; Malian Malians; malien;
MM; Burmese Myanmarese; birman; Burma, Birmanie, Myanmar
MN; Mongolian Mongolians; mongol;
MO; Macanese; macanais; Macau, Macao
MR; Mauritanian Mauritanians; mauritanien;
MT; Maltese; maltais;
MU; Mauritian Mauritians; mauricien; île Maurice
MV; Maldivian; maldivien;
MW; Malawian; malawien malawite;
MX; Mexican Mexicans; mexicain;
MY; Malaysian Malaysians; malaisien;
MZ; Mozambican Mozambicans; mozambicain;
NA; Namibian Namibians; namibien;
NE; Nigerien Nigeriens; nigérien;
NG; Nigerian Nigerians; nigérian; Nigéria
NI; Nicaraguan Nicaraguans; nicaraguayen;
NL; Dutch Dutchman; néerlandais hollandais; Holland, Hollande, The Netherlands
NO; Norwegian Norwegians; norvégien;
NP; Nepali Nepalese; népalais;
NZ; New Zealander New Zealanders; néo-zélandais; NZ, N.Z.
OM; Omani Omanis; omanais;
PA; Panamanian Panamanians; panaméen;
PE; Peruvian Peruvians; péruvien;
PG; Papua New Guinean; papouasien;
PH; Philippine Filipino Filipinos Filipina; philippin;
PK; Pakistani Pakistanis; pakistanais;
PL; Polish Pole Poles; polonais;
PR; Puerto Rican Puerto Ricans; portoricain;
PS; Palestinian Palestinians; palestinien; Palestine, Gaza, Gaza Strip, bande de Gaza, West Bank, Cisjordanie, State
    of Palestine
PT; Portuguese; portugais;
PY; Paraguayan Paraguayans; paraguayen;
QA; Qatari Qataris; qatari qatarien;
RO; Romanian Romanians; roumain;
RS; Serbian Serbians Serb Serbs; serbe;
RU; Russian Russians; russe; Russian Federation, Fédération de Russie, Fédération russe
RW; Rwandan Rwandans; rwandais;
SA; Saudi Saudis Saudi Arabian; saoudien; KSA, K.S.A., Kingdom of Saudi Arabia
SC; Seychellois; seychellois;
SD; Sudanese; soudanais;
SE; Swedish Swede Swedes; suédois;
SG; Singaporean Singaporeans; singapourien;
SI; Slovenian Slovenians Slovene Slovenes; slovène;
SK; Slovak Slovaks Slovakian; slovaque;
SL; Sierra Leonean Sierra Leoneans; sierra-léonais;
SN; Senegalese; sénégalais;
SO; Somali Somalis Somalian; somalien;
SR; Surinamese; surinamais; Surinam
SS; South Sudanese; sud-soudanais;
SV; Salvadoran Salvadorans Salvadorean; salvadorien;
SY; Syrian Syrians; syrien;
SZ; Swazi; swazi; Swaziland
TD; Chadian Chadians; tchadien;
TG; Togolese; togolais;
TH; Thai Thais; thaïlandais;
TJ; Tajik Tajiks; tadjik;
TL; Timorese; timorais; East Timor
TM; Turkmen Turkmens; turkmène;
TN; Tunisian Tunisians; tunisien;
TR; Turkish Turk Turks; turc; Turkey
TT; Trinidadian; trinidadien; Trinidad
TW; Taiwanese; taïwanais;
TZ; Tanzanian Tanzanians; tanzanien;
UA; Ukrainian Ukrainians; ukrainien;
UG; Ugandan Ugandans; ougandais;
US; American Americans; américain états-unien étasunien; US, U.S., USA, U.S.A., United States of America, America,
    États-Unis d'Amérique, É.-U., E.-U., États Unis
UY; Uruguayan Uruguayans; uruguayen;
UZ; Uzbek Uzbeks; ouzbek;
VA; ; ; Vatican, Holy See, Saint-Siège
VE; Venezuelan Venezuelans; vénézuélien;
VN; Vietnamese; vietnamien; Viet Nam, Viêtnam
XK; Kosovar Kosovars Kosovan; kosovar;
YE; Yemeni Yemenis; yéménite;
ZA; South African South Africans; sud-africain;
ZM; Zambian Zambians; zambien;
ZW; Zimbabwean Zimbabweans; zimbabwéen;
M49:001; ; mondial; worldwide, global, globally, the world, le monde, monde entier, world
M49:002; African Africans; africain;
M49:005; South American South Americans; sud-américain;
M49:011; West African West Africans; ouest-africain; West Africa, Afrique de l'Ouest
M49:013; Central American Central Americans; centraméricain;
M49:014; East African East Africans; est-africain; East Africa, Afrique de l'Est
M49:015; North African North Africans; nord-africain; North Africa, Afrique du Nord
M49:003; North American North Americans; nord-américain;
M49:017; ; ; Central Africa
M49:018; ; ;
M49:019; ; ; the Americas, les Amériques
M49:029; ; caribéen; the Caribbean, Antilles
M49:030; East Asian East Asians; est-asiatique; East Asia, Asie orientale
M49:034; South Asian South Asians; sud-asiatique; South Asia, Asie méridionale
M49:035; Southeast Asian Southeast Asians; ; South-East Asia, South East Asia, South-eastern Asia, Asie du Sud-est
M49:039; ; ; South Europe, Europe méridionale
M49:057; ; ; Micronesian region
M49:142; Asian Asians; asiatique;
M49:143; Central Asian Central Asians; ;
M49:145; Middle Eastern; moyen-oriental proche-oriental; Middle East, the Middle East, Mideast, Near East,
    Moyen-Orient, Proche-Orient, West Asia, Proche et Moyen-Orient, Asie occidentale
M49:150; European Europeans; européen; continental Europe
M49:151; Eastern European Eastern Europeans; est-européen; East Europe, Europe orientale
M49:154; Northern European; ;
M49:155; Western European Western Europeans; ouest-européen; West Europe, Europe occidentale
M49:202; ; subsaharien; Subsaharan Africa, Sub Saharan Africa, Afrique sub-saharienne
M49:419; Latin American Latin Americans; latino-américain; LatAm
"""

# One name for several places.
SEVERAL = {
    "MENA": ("M49:145", "M49:015"),
    "Moyen-Orient et Afrique du Nord": ("M49:145", "M49:015"),
}

# These names are of more than one place, or of a region that the United Nations' list has not.
AMBIGUOUS = {
    "Congo": ("CD", "CG"), "Congolese": ("CD", "CG"), "congolais": ("CD", "CG"), "congolaise": ("CD", "CG"),
    "congolaises": ("CD", "CG"), "Korea": ("KR", "KP"), "Korean": ("KR", "KP"), "Koreans": ("KR", "KP"),
    "Corée": ("KR", "KP"), "coréen": ("KR", "KP"), "coréenne": ("KR", "KP"), "coréens": ("KR", "KP"),
    "coréennes": ("KR", "KP"), "Virgin Islands": ("VI", "VG"), "Îles Vierges": ("VI", "VG"),
    "Amérique": ("US", "M49:019"), "Maghreb": ("M49:015", "MA", "DZ", "TN"), "Sahel": ("M49:011", "M49:202"),
    "Balkans": ("M49:039", "M49:151"), "Western Balkans": ("M49:039", "M49:151"), "Caucasus": ("GE", "AM", "AZ"),
    "Caucase": ("GE", "AM", "AZ"), "Gulf": ("SA", "AE", "QA"), "Golfe": ("SA", "AE", "QA"),
    "Scandinavia": ("M49:154", "SE", "NO", "DK"), "Scandinavie": ("M49:154", "SE", "NO", "DK"),
    "Baltics": ("EE", "LV", "LT"), "Baltic states": ("EE", "LV", "LT"), "pays baltes": ("EE", "LV", "LT"),
    "Asia-Pacific": ("M49:142", "M49:009"), "APAC": ("M49:142", "M49:009"), "Asie-Pacifique": ("M49:142", "M49:009"),
    "Arab world": ("M49:145", "M49:015"), "monde arabe": ("M49:145", "M49:015"), "Levant": ("M49:145",),
    "Central Europe": ("M49:151", "M49:155"), "Europe centrale": ("M49:151", "M49:155"),
    "Horn of Africa": ("M49:014",), "Corne de l'Afrique": ("M49:014",),
}  # fmt: skip

UNKNOWN_WORDS = (
    "unknown|inconnu|inconnue|inconnus|inconnues|not known|unclear|undetermined|indéterminé|non identifié|unidentified"
)
VARIOUS_WORDS = (
    "various|divers|diverses|multiple|several|plusieurs|various countries|multiple countries|several countries|"
    "many countries|different countries|plusieurs pays|divers pays|différents pays|various places|plusieurs régions|"
    "various regions|multiple regions"
)

# Lower-case, these are everyday words: they are places only with a capital, or in a list of places.
COMMON_WORDS = words("""
    turkey chad jordan us polish pole poles jersey chili grenade reunion maurice georgia guinea dane finn world
    global globally monde mondial mongol lao turk car scots gulf golfe dominique christmas cook swazi levant
""")

# Two capitals that are more often another word than a country, in running text.
NOT_CODES = words("""
    AI IO TV ID PR AD IT IN IS AS AT BE BY DO ME MY NO SO TO AM CC MS MD PM AU DE LA SA SE ES CI
""")
