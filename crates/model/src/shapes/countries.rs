//! Countries.

use roster_model_derive::shape;

/// A country, by its ISO 3166 code.
#[shape]
pub enum PhoneNumberCountryCode {
    /// Afghanistan.
    Af,
    /// Albania.
    Al,
    /// Algeria.
    Dz,
    /// Samoa (American).
    As,
    /// Andorra.
    Ad,
    /// Angola.
    Ao,
    /// Anguilla.
    Ai,
    /// Antarctica.
    Aq,
    /// Antigua & Barbuda.
    Ag,
    /// Argentina.
    Ar,
    /// Armenia.
    Am,
    /// Aruba.
    Aw,
    /// Australia.
    Au,
    /// Austria.
    At,
    /// Azerbaijan.
    Az,
    /// Bahamas.
    Bs,
    /// Bahrain.
    Bh,
    /// Bangladesh.
    Bd,
    /// Barbados.
    Bb,
    /// Belarus.
    By,
    /// Belgium.
    Be,
    /// Belize.
    Bz,
    /// Benin.
    Bj,
    /// Bermuda.
    Bm,
    /// Bhutan.
    Bt,
    /// Bolivia.
    Bo,
    /// Bosnia & Herzegovina.
    Ba,
    /// Botswana.
    Bw,
    /// Brazil.
    Br,
    /// British Indian Ocean Territory.
    Io,
    /// Virgin Islands (UK).
    Vg,
    /// Brunei.
    Bn,
    /// Bulgaria.
    Bg,
    /// Burkina Faso.
    Bf,
    /// Burundi.
    Bi,
    /// Cambodia.
    Kh,
    /// Cameroon.
    Cm,
    /// Canada.
    Ca,
    /// Cape Verde.
    Cv,
    /// Cayman Islands.
    Ky,
    /// Central African Rep.
    Cf,
    /// Chad.
    Td,
    /// Chile.
    Cl,
    /// China.
    Cn,
    /// Christmas Island.
    Cx,
    /// Cocos (Keeling) Islands.
    Cc,
    /// Colombia.
    Co,
    /// Comoros.
    Km,
    /// Cook Islands.
    Ck,
    /// Costa Rica.
    Cr,
    /// Croatia.
    Hr,
    /// Cuba.
    Cu,
    /// Curaçao.
    Cw,
    /// Cyprus.
    Cy,
    /// Czech Republic.
    Cz,
    /// Congo (Dem. Rep.).
    Cd,
    /// Denmark.
    Dk,
    /// Djibouti.
    Dj,
    /// Dominica.
    Dm,
    /// Dominican Republic.
    Do,
    /// East Timor.
    Tl,
    /// Ecuador.
    Ec,
    /// Egypt.
    Eg,
    /// El Salvador.
    Sv,
    /// Equatorial Guinea.
    Gq,
    /// Eritrea.
    Er,
    /// Estonia.
    Ee,
    /// Ethiopia.
    Et,
    /// Falkland Islands.
    Fk,
    /// Faroe Islands.
    Fo,
    /// Fiji.
    Fj,
    /// Finland.
    Fi,
    /// France.
    Fr,
    /// French Polynesia.
    Pf,
    /// Gabon.
    Ga,
    /// Gambia.
    Gm,
    /// Georgia.
    Ge,
    /// Germany.
    De,
    /// Ghana.
    Gh,
    /// Gibraltar.
    Gi,
    /// Greece.
    Gr,
    /// Greenland.
    Gl,
    /// Grenada.
    Gd,
    /// Guam.
    Gu,
    /// Guatemala.
    Gt,
    /// Guernsey.
    Gg,
    /// Guinea.
    Gn,
    /// Guinea-Bissau.
    Gw,
    /// Guyana.
    Gy,
    /// Haiti.
    Ht,
    /// Honduras.
    Hn,
    /// Hong Kong.
    Hk,
    /// Hungary.
    Hu,
    /// Iceland.
    Is,
    /// India.
    In,
    /// Indonesia.
    Id,
    /// Iran.
    Ir,
    /// Iraq.
    Iq,
    /// Ireland.
    Ie,
    /// Isle of Man.
    Im,
    /// Israel.
    Il,
    /// Italy.
    It,
    /// Côte d'Ivoire.
    Ci,
    /// Jamaica.
    Jm,
    /// Japan.
    Jp,
    /// Jersey.
    Je,
    /// Jordan.
    Jo,
    /// Kazakhstan.
    Kz,
    /// Kenya.
    Ke,
    /// Kiribati.
    Ki,
    /// Kuwait.
    Kw,
    /// Kyrgyzstan.
    Kg,
    /// Laos.
    La,
    /// Latvia.
    Lv,
    /// Lebanon.
    Lb,
    /// Lesotho.
    Ls,
    /// Liberia.
    Lr,
    /// Libya.
    Ly,
    /// Liechtenstein.
    Li,
    /// Lithuania.
    Lt,
    /// Luxembourg.
    Lu,
    /// Macau.
    Mo,
    /// North Macedonia.
    Mk,
    /// Madagascar.
    Mg,
    /// Malawi.
    Mw,
    /// Malaysia.
    My,
    /// Maldives.
    Mv,
    /// Mali.
    Ml,
    /// Malta.
    Mt,
    /// Marshall Islands.
    Mh,
    /// Mauritania.
    Mr,
    /// Mauritius.
    Mu,
    /// Mayotte.
    Yt,
    /// Mexico.
    Mx,
    /// Micronesia.
    Fm,
    /// Moldova.
    Md,
    /// Monaco.
    Mc,
    /// Mongolia.
    Mn,
    /// Montenegro.
    Me,
    /// Montserrat.
    Ms,
    /// Morocco.
    Ma,
    /// Mozambique.
    Mz,
    /// Myanmar.
    Mm,
    /// Namibia.
    Na,
    /// Nauru.
    Nr,
    /// Nepal.
    Np,
    /// Netherlands.
    Nl,
    /// The Netherlands Antilles.
    An,
    /// New Caledonia.
    Nc,
    /// New Zealand.
    Nz,
    /// Nicaragua.
    Ni,
    /// Niger.
    Ne,
    /// Nigeria.
    Ng,
    /// Niue.
    Nu,
    /// Korea (North).
    Kp,
    /// Northern Mariana Islands.
    Mp,
    /// Norway.
    No,
    /// Oman.
    Om,
    /// Pakistan.
    Pk,
    /// Palau.
    Pw,
    /// Panama.
    Pa,
    /// Papua New Guinea.
    Pg,
    /// Paraguay.
    Py,
    /// Peru.
    Pe,
    /// Philippines.
    Ph,
    /// Pitcairn.
    Pn,
    /// Poland.
    Pl,
    /// Portugal.
    Pt,
    /// Puerto Rico.
    Pr,
    /// Qatar.
    Qa,
    /// Congo (Rep.).
    Cg,
    /// Réunion.
    Re,
    /// Romania.
    Ro,
    /// Russia.
    Ru,
    /// Rwanda.
    Rw,
    /// St Barthelemy.
    Bl,
    /// St Helena.
    Sh,
    /// St Kitts & Nevis.
    Kn,
    /// St Lucia.
    Lc,
    /// St Martin (French).
    Mf,
    /// St Pierre & Miquelon.
    Pm,
    /// St Vincent.
    Vc,
    /// Samoa (western).
    Ws,
    /// San Marino.
    Sm,
    /// Sao Tome & Principe.
    St,
    /// Saudi Arabia.
    Sa,
    /// Senegal.
    Sn,
    /// Serbia.
    Rs,
    /// Seychelles.
    Sc,
    /// Sierra Leone.
    Sl,
    /// Singapore.
    Sg,
    /// St Maarten (Dutch).
    Sx,
    /// Slovakia.
    Sk,
    /// Slovenia.
    Si,
    /// Solomon Islands.
    Sb,
    /// Somalia.
    So,
    /// South Africa.
    Za,
    /// Korea (South).
    Kr,
    /// Spain.
    Es,
    /// Sri Lanka.
    Lk,
    /// Sudan.
    Sd,
    /// Suriname.
    Sr,
    /// Svalbard & Jan Mayen.
    Sj,
    /// Eswatini (Swaziland).
    Sz,
    /// Sweden.
    Se,
    /// Switzerland.
    Ch,
    /// Syria.
    Sy,
    /// Taiwan.
    Tw,
    /// Tajikistan.
    Tj,
    /// Tanzania.
    Tz,
    /// Thailand.
    Th,
    /// Togo.
    Tg,
    /// Tokelau.
    Tk,
    /// Tonga.
    To,
    /// Trinidad & Tobago.
    Tt,
    /// Tunisia.
    Tn,
    /// Türkiye.
    Tr,
    /// Turkmenistan.
    Tm,
    /// Turks & Caicos Is.
    Tc,
    /// Tuvalu.
    Tv,
    /// Virgin Islands (US).
    Vi,
    /// Uganda.
    Ug,
    /// Ukraine.
    Ua,
    /// United Arab Emirates.
    Ae,
    /// The United Kingdom.
    Gb,
    /// United States.
    Us,
    /// Uruguay.
    Uy,
    /// Uzbekistan.
    Uz,
    /// Vanuatu.
    Vu,
    /// Vatican City.
    Va,
    /// Venezuela.
    Ve,
    /// Vietnam.
    Vn,
    /// Wallis & Futuna.
    Wf,
    /// Western Sahara.
    Eh,
    /// Yemen.
    Ye,
    /// Zambia.
    Zm,
    /// Zimbabwe.
    Zw,
}
