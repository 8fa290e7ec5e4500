"""Words of headers that tell who a person is: plain, as `data.value_words.plain_words` gives them."""

from collections.abc import Mapping

from data.identity_cells import Identity

HEADER_WORDS: Mapping[Identity, str] = {
    Identity.OTHER_PERSON: """
        =cha, =me, =bo, =ong, =ba, bo me, cha me, ten cha, ten me, ten bo, tin cha, tin me, cua cha, cua me,
        cua bo, ten ong, ten ba, phu huynh, giam ho, nguoi nuoi, nuoi duong, than nhan, ong ba, nguoi than,
        nguoi bao tin, nguoi trinh bao, nguoi to giac, ten doi tuong, =doi tuong, =bi can, =bi cao, =link
        keys, ten bi can, ten bi cao, nghi pham, nghi can, thu pham, nguoi gay, can bo, nguoi nhap, nguoi lap,
        dieu tra vien, nguoi phu trach, giao vien, chu ho, nhan chung, nguoi lien he, guardian, father,
        mother, parent, parents, caregiver, perpetrator, suspect, offender, informant, contact, officer,
        witness
    """,
    Identity.FREE_TEXT: """
        ghi chu, noi dung, mo ta, dien bien, tom tat, chi tiet, y kien, nhan xet, hoan canh, ket qua xac minh,
        dac diem, thong tin khac, thong tin them, =khac, note, notes, remark, remarks, comment, comments,
        description, details, summary, narrative
    """,
    Identity.PHONE: """
        dien thoai, sdt, so dt, =dt, phone, =tel, mobile, di dong, zalo, email, facebook, telephone, so lien
        he
    """,
    Identity.ID_NUMBER: """
        cccd, cmnd, cmt, can cuoc, chung minh, dinh danh, ho chieu, passport, national id, id number,
        identity, giay khai sinh
    """,
    Identity.BIRTH_DATE: """
        ngay sinh, nam sinh, sinh ngay, sinh nam, thang nam sinh, dob, birth, birthday, birthdate
    """,
    Identity.ADDRESS: """
        dia chi, noi o, cu tru, thuong tru, tam tru, cho o, que quan, ho khau, address, thon, =ban, to dan
        pho, so nha, duong pho, xom, =ap, noi sinh, khoi pho, residence, village, street
    """,
    Identity.NAME: """
        ho va ten, ho ten, hoten, ten tre, ten tre em, ten chau, ten em, ten nan nhan, ten hoc sinh, full
        name, child name, victim name, name of child, name of victim, ten day du, ho dem, ho lot, ten dem,
        =ten, =ho, =name, =tre em, =tre, =chau, =nan nhan, =hoc sinh, =bi hai, =victim, =child, surname, first
        name, last name, ten goi, bi danh
    """,
}
"""In the order in which they are looked for; = before a word: it is the whole header."""
