PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE account_month (
    account TEXT NOT NULL,
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    sent INTEGER NOT NULL CHECK (sent >= 0),
    PRIMARY KEY (account, month)
) STRICT, WITHOUT ROWID;
INSERT INTO account_month VALUES('demo','2026-11',9);
CREATE TABLE account_state (
    account TEXT PRIMARY KEY,
    last_poll_at INTEGER,
    stopped_at INTEGER,
    stopped_reason TEXT, platform TEXT, state TEXT
        CHECK (state IN ('opening', 'waiting', 'working', 'paused', 'stopped', 'removed')), state_since INTEGER, remedy TEXT, paused_at INTEGER, paused_by TEXT, resume_asked_at INTEGER,
    CHECK ((stopped_at IS NULL) = (stopped_reason IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO account_state VALUES('demo',1795787399215,NULL,NULL,'zalo-bot','paused',1795787500000,NULL,1795787500000,'admin',NULL);
CREATE TABLE admin (
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES person (id),
        granted_at INTEGER NOT NULL,
        ended_at INTEGER,
        CHECK (ended_at >= granted_at)
    ) STRICT;
INSERT INTO admin VALUES(1,1,1795787500000,NULL);
CREATE TABLE announcement (
        kind TEXT NOT NULL CHECK (kind <> ''),
        campaign TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        time TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        unit TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('queued', 'skipped', 'late')),
        reason TEXT,
        CHECK (outcome = 'queued' OR reason IS NOT NULL),
        PRIMARY KEY (kind, campaign, day, time, account, chat, unit)
    ) STRICT, WITHOUT ROWID;
INSERT INTO announcement VALUES('bulletin','mau-92-ngay','2026-11-27','20:00','demo','nhom-thon-2','thon-tay',1795787500000,'queued',NULL);
CREATE TABLE chat_binding (
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    campaign TEXT NOT NULL,
    unit TEXT NOT NULL, bound_at INTEGER, bound_by INTEGER REFERENCES person (id),
    PRIMARY KEY (account, chat)
) STRICT, WITHOUT ROWID;
INSERT INTO chat_binding VALUES('demo','nhom-thon-1','mau-92-ngay','thon-dong',NULL,NULL);
INSERT INTO chat_binding VALUES('demo','nhom-thon-2','mau-92-ngay','thon-tay',NULL,NULL);
CREATE TABLE chat_state (
        account TEXT NOT NULL CHECK (account <> ''),
        chat TEXT NOT NULL CHECK (chat <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('private', 'group')),
        welcomed_at INTEGER NOT NULL,
        muted_at INTEGER,
        muted_by TEXT,
        CHECK ((muted_at IS NULL) = (muted_by IS NULL)),
        PRIMARY KEY (account, chat)
    ) STRICT, WITHOUT ROWID;
INSERT INTO chat_state VALUES('demo','chi-hoa','private',1795787399211,NULL,NULL);
INSERT INTO chat_state VALUES('demo','chu-bay','private',1795787399358,NULL,NULL);
INSERT INTO chat_state VALUES('demo','co-lan','private',1795787399374,NULL,NULL);
INSERT INTO chat_state VALUES('demo','nhom-thon-1','group',1795787399465,1795787500000,'chu-bay');
CREATE TABLE difficulty (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        lies_at TEXT NOT NULL,
        text TEXT NOT NULL CHECK (text <> ''),
        words TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        sender TEXT NOT NULL,
        sender_name TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        opened_at INTEGER NOT NULL,
        passed_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'resolved')),
        resolved_at INTEGER,
        CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
    ) STRICT;
INSERT INTO difficulty VALUES(1,'mau-92-ngay','thon-dong','xa-mau','thôn không có mạng','thon khong co mang','demo','chu-bay','chu-bay','Chú Bảy',7,1795787500000,1795787500000,'taken',NULL);
CREATE TABLE difficulty_step (
        id INTEGER PRIMARY KEY,
        difficulty INTEGER NOT NULL REFERENCES difficulty (number),
        kind TEXT NOT NULL CHECK (kind IN ('taken', 'passed', 'resolved')),
        made_at INTEGER NOT NULL,
        by_name TEXT,
        unit TEXT,
        how TEXT,
        inbox INTEGER REFERENCES inbox (id),
        CHECK ((kind = 'passed') = (unit IS NOT NULL)),
        CHECK ((kind = 'resolved') = (how IS NOT NULL)),
        CHECK ((by_name IS NULL) = (inbox IS NULL))
    ) STRICT;
INSERT INTO difficulty_step VALUES(1,1,'taken',1795787500000,'Cô Lan',NULL,NULL,8);
CREATE TABLE draft (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        campaign TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        sender TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        content TEXT NOT NULL CHECK (json_valid(content)),
        made_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open'
            CHECK (state IN ('open', 'recorded', 'cancelled', 'expired')),
        ended_at INTEGER,
        CHECK (expires_at > made_at),
        CHECK ((state = 'open') = (ended_at IS NULL))
    ) STRICT;
INSERT INTO draft VALUES(1,'mau-92-ngay','demo','chu-bay','chu-bay',6,'{}',1795787500000,1795830700000,'cancelled',1795787500005);
CREATE TABLE flood (
        account TEXT NOT NULL CHECK (account <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('person', 'group')),
        name TEXT NOT NULL,
        minute_full_at INTEGER NOT NULL,
        hour_full_at INTEGER NOT NULL,
        silent_until INTEGER NOT NULL CHECK (silent_until >= 0),
        silence_ms INTEGER NOT NULL CHECK (silence_ms >= 0),
        floods INTEGER NOT NULL CHECK (floods >= 0),
        PRIMARY KEY (account, kind, name)
    ) STRICT, WITHOUT ROWID;
INSERT INTO flood VALUES('demo','person','chi-hoa',1795787500000,1795787500000,0,0,1);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 messages');
INSERT INTO grdb_migrations VALUES('2 people');
INSERT INTO grdb_migrations VALUES('3 ledger');
INSERT INTO grdb_migrations VALUES('4 accounts');
INSERT INTO grdb_migrations VALUES('5 questions');
INSERT INTO grdb_migrations VALUES('6 persons');
INSERT INTO grdb_migrations VALUES('7 drafts');
INSERT INTO grdb_migrations VALUES('8 difficulties');
INSERT INTO grdb_migrations VALUES('9 announcements');
INSERT INTO grdb_migrations VALUES('10 accounts');
INSERT INTO grdb_migrations VALUES('11 flood');
INSERT INTO grdb_migrations VALUES('12 sends');
INSERT INTO grdb_migrations VALUES('13 checks');
INSERT INTO grdb_migrations VALUES('14 audit');
INSERT INTO grdb_migrations VALUES('15 alerts');
CREATE TABLE identity (
        account TEXT NOT NULL CHECK (account <> ''),
        sender TEXT NOT NULL CHECK (sender <> ''),
        person INTEGER NOT NULL REFERENCES person (id),
        private_chat TEXT,
        known_at INTEGER NOT NULL,
        PRIMARY KEY (account, sender)
    ) STRICT, WITHOUT ROWID;
INSERT INTO identity VALUES('demo','chu-bay',1,'chu-bay',1795787399360);
INSERT INTO identity VALUES('demo','co-lan',2,'co-lan',1795787399375);
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL CHECK (account <> ''),
    chat TEXT NOT NULL CHECK (chat <> ''),
    chat_kind TEXT NOT NULL CHECK (chat_kind IN ('private', 'group')),
    message TEXT NOT NULL CHECK (message <> ''),
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    content_kind TEXT NOT NULL CHECK (content_kind IN ('text', 'other')),
    content TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    trace TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'kept' CHECK (state = 'kept' OR state = 'taken' OR state = 'set_aside'),
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
    in_hand INTEGER NOT NULL DEFAULT 0 CHECK (in_hand IN (0, 1)),
    alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
    not_before INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    error TEXT,
    ended_at INTEGER, silent_until INTEGER, silent_group INTEGER NOT NULL DEFAULT 0
        CHECK (silent_group IN (0, 1)),
    CHECK (state = 'kept' OR in_hand = 0),
    CHECK ((state = 'kept') = (ended_at IS NULL)),
    UNIQUE (account, chat, message)
) STRICT;
INSERT INTO inbox VALUES(1,'demo','chi-hoa','private','6a165c00833d9ccfda7c','chi-hoa','Chị Hoa','text','khai sinh cho con cần giấy tờ gì',1795787399190,1795787399211,'d99ff4b8e8d1e3d2','taken',1,0,0,0,'answered',NULL,1795787399215,NULL,0);
INSERT INTO inbox VALUES(2,'demo','chi-hoa','private','4890998bdd2c229b781f','chi-hoa','Chị Hoa','text','the le phi bao nhieu',1795787399327,1795787399328,'455b7c3175a09e6f','taken',1,0,0,0,'answered',NULL,1795787399331,NULL,0);
INSERT INTO inbox VALUES(3,'demo','chi-hoa','private','e8a718ee761fb63ea431','chi-hoa','Chị Hoa','text','cccd het han doi o dau',1795787399341,1795787399342,'15fd602756ad2a1e','taken',1,0,0,0,'answered',NULL,1795787399345,NULL,0);
INSERT INTO inbox VALUES(4,'demo','chu-bay','private','a7efbafc85ec703f0557','chu-bay','Chú Bảy','text','mã QKN3ZDRY',1795787399355,1795787399358,'0e3e3b20447c356f','taken',1,0,0,0,'answered',NULL,1795787399360,NULL,0);
INSERT INTO inbox VALUES(5,'demo','co-lan','private','01fcda86196fc1939781','co-lan','Cô Lan','text','mã M2YXTDU4',1795787399373,1795787399374,'546b5b46485066b4','taken',1,0,0,0,'answered',NULL,1795787399375,NULL,0);
INSERT INTO inbox VALUES(6,'demo','chu-bay','private','f2bbced75a3713ca6ee4','chu-bay','Chú Bảy','text','Báo cáo hôm nay: 25 hộ, 12 tài khoản, 7 hồ sơ trực tuyến',1795787399384,1795787399385,'c233b1a515e406fa','taken',1,0,0,0,'recorded',NULL,1795787399389,NULL,0);
INSERT INTO inbox VALUES(7,'demo','chu-bay','private','1ffc22f3e94f3bfbcfc7','chu-bay','Chú Bảy','text','nhầm, 27 hộ mới đúng',1795787399411,1795787399412,'4d5fc0f24b15f7c2','taken',1,0,0,0,'recorded',NULL,1795787399420,NULL,0);
INSERT INTO inbox VALUES(8,'demo','co-lan','private','07454637e507703d29e9','co-lan','Cô Lan','text','hnay di dc 9 ho, tao 4 tk dvc',1795787399443,1795787399444,'01adeb81078b2a94','taken',1,0,0,0,'recorded',NULL,1795787399446,NULL,0);
INSERT INTO inbox VALUES(9,'demo','nhom-thon-1','group','c3325ad92d2465db6216','chu-bay','Chú Bảy','text','tiến độ',1795787399464,1795787399465,'5b55112c47ff651d','taken',1,0,0,0,'answered',NULL,1795787399467,NULL,0);
CREATE TABLE invitation (
        code TEXT PRIMARY KEY CHECK (code <> ''),
        purpose TEXT NOT NULL CHECK (purpose IN ('leader', 'admin', 'same_person')),
        campaign TEXT CHECK (campaign <> ''),
        unit TEXT CHECK (unit <> ''),
        person INTEGER REFERENCES person (id),
        made_at INTEGER NOT NULL,
        made_by INTEGER REFERENCES person (id),
        expires_at INTEGER NOT NULL,
        claimed_at INTEGER,
        claimed_account TEXT,
        claimed_person TEXT,
        CHECK ((purpose = 'leader') = (campaign IS NOT NULL)),
        CHECK ((campaign IS NULL) = (unit IS NULL)),
        CHECK ((purpose = 'same_person') = (person IS NOT NULL)),
        CHECK (expires_at >= made_at),
        CHECK ((claimed_at IS NULL) = (claimed_account IS NULL)),
        CHECK ((claimed_at IS NULL) = (claimed_person IS NULL))
    ) STRICT, WITHOUT ROWID;
INSERT INTO invitation VALUES('M2YXTDU4','leader','mau-92-ngay','thon-tay',NULL,1795787399160,NULL,1796392199160,1795787399375,'demo','co-lan');
INSERT INTO invitation VALUES('NMXMVFSZ','leader','mau-92-ngay','xa-mau',NULL,1795787402322,NULL,1796392202322,NULL,NULL,NULL);
INSERT INTO invitation VALUES('QKN3ZDRY','leader','mau-92-ngay','thon-dong',NULL,1795787399157,NULL,1796392199157,1795787399360,'demo','chu-bay');
CREATE TABLE leadership (
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES person (id),
        campaign TEXT NOT NULL CHECK (campaign <> ''),
        unit TEXT NOT NULL CHECK (unit <> ''),
        granted_at INTEGER NOT NULL,
        ended_at INTEGER,
        ended_by INTEGER REFERENCES person (id),
        CHECK (ended_at >= granted_at),
        CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
    ) STRICT;
INSERT INTO leadership VALUES(1,1,'mau-92-ngay','thon-dong',1795787399360,NULL,NULL);
INSERT INTO leadership VALUES(2,2,'mau-92-ngay','thon-tay',1795787399375,NULL,NULL);
INSERT INTO leadership VALUES(3,2,'mau-92-ngay','thon-dong',1795787500000,1795787500001,1);
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (number),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    unit TEXT NOT NULL,
    indicator TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    operation TEXT NOT NULL CHECK (operation IN ('add', 'set')),
    value INTEGER NOT NULL,
    denominator INTEGER,
    UNIQUE (report, ordinal)
) STRICT;
INSERT INTO ledger VALUES(1,1,0,'thon-dong','ho_den','2026-11-27','add',250000,NULL);
INSERT INTO ledger VALUES(2,1,1,'thon-dong','tk_dvc','2026-11-27','add',120000,NULL);
INSERT INTO ledger VALUES(3,1,2,'thon-dong','hs_online','2026-11-27','add',70000,NULL);
INSERT INTO ledger VALUES(4,2,0,'thon-dong','tk_dvc','2026-11-27','add',120000,NULL);
INSERT INTO ledger VALUES(5,2,1,'thon-dong','hs_online','2026-11-27','add',70000,NULL);
INSERT INTO ledger VALUES(6,2,2,'thon-dong','ho_den','2026-11-27','add',270000,NULL);
INSERT INTO ledger VALUES(7,3,0,'thon-tay','ho_den','2026-11-27','add',90000,NULL);
INSERT INTO ledger VALUES(8,3,1,'thon-tay','tk_dvc','2026-11-27','add',40000,NULL);
CREATE TABLE occasion (
        kind TEXT NOT NULL CHECK (kind IN ('reminder', 'bulletin', 'closing')),
        campaign TEXT NOT NULL CHECK (campaign <> ''),
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        time TEXT NOT NULL,
        decided_at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('announced', 'late')),
        PRIMARY KEY (kind, campaign, day, time)
    ) STRICT, WITHOUT ROWID;
INSERT INTO occasion VALUES('bulletin','mau-92-ngay','2026-11-27','20:00',1795787500000,'announced');
CREATE TABLE official (
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
INSERT INTO official VALUES('demo','anh-minh','Anh Minh',1795787500000);
CREATE TABLE official_code (
    code TEXT PRIMARY KEY CHECK (code <> ''),
    made_at INTEGER NOT NULL,
    claimed_at INTEGER,
    claimed_account TEXT,
    claimed_person TEXT,
    CHECK ((claimed_at IS NULL) = (claimed_account IS NULL)),
    CHECK ((claimed_at IS NULL) = (claimed_person IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    inbox INTEGER REFERENCES inbox (id),
    account TEXT NOT NULL CHECK (account <> ''),
    chat TEXT NOT NULL CHECK (chat <> ''),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    text TEXT NOT NULL CHECK (text <> ''),
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    repeats_unknown_outcome INTEGER NOT NULL CHECK (repeats_unknown_outcome IN (0, 1)),
    trace TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'sending' OR state = 'delivered' OR state = 'abandoned'),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    due_at INTEGER NOT NULL,
    reason TEXT,
    message TEXT,
    ended_at INTEGER, subject TEXT,
    CHECK ((state IN ('delivered', 'abandoned')) = (ended_at IS NOT NULL)),
    CHECK (state <> 'abandoned' OR reason IS NOT NULL),
    UNIQUE (inbox, ordinal)
) STRICT;
INSERT INTO outbox VALUES(1,1,'demo','chi-hoa',0,replace('Dạ, Đăng ký khai sinh – giấy tờ cần nộp:\n• Giấy chứng sinh (không cần bản giấy nếu đã có dữ liệu điện tử ký số)\n• Không có giấy chứng sinh: văn bản của người làm chứng, hoặc giấy cam đoan về việc sinh\n• Tờ khai đăng ký khai sinh (nộp trực tiếp) hoặc mẫu điện tử (nộp trực tuyến)\n• Giấy tờ tùy thân để xuất trình (căn cước hoặc VNeID)\n• Nếu làm thay: giấy ủy quyền; ông, bà, cha, mẹ, con, vợ, chồng, anh chị em ruột đi thay thì không phải chứng thực giấy ủy quyền\nLưu ý: Giấy tờ đã có dữ liệu trên VNeID hoặc cơ sở dữ liệu thì không phải nộp lại\nCăn cứ: Luật Hộ tịch 60/2014; NĐ 123/2015; NĐ 120/2025\nNguồn: Cổng Dịch vụ công quốc gia, kiểm tra ngày 10/6/2026.','\n',char(10)),0,1,'d99ff4b8e8d1e3d2',1795787399215,1795798199215,'delivered',1,1795787399215,NULL,'7619742f4b08132f6bcd',1795787399326,NULL);
INSERT INTO outbox VALUES(2,2,'demo','chi-hoa',0,replace('Dạ, Đăng ký khai sinh – phí, lệ phí:\n• Tại quầy, đăng ký đúng hạn 60 ngày: 0 đồng\n• Tại quầy, đăng ký quá hạn 60 ngày: Theo nghị quyết của Hội đồng nhân dân tỉnh\n• Nộp trực tuyến: 0 đồng\nLưu ý: Giấy tờ đã có dữ liệu trên VNeID hoặc cơ sở dữ liệu thì không phải nộp lại\nCăn cứ: Luật Hộ tịch 60/2014; NĐ 123/2015; NĐ 120/2025\nNguồn: Cổng Dịch vụ công quốc gia, kiểm tra ngày 10/6/2026.','\n',char(10)),0,1,'455b7c3175a09e6f',1795787399331,1795798199331,'delivered',1,1795787399331,NULL,'1a607058d5c2102a8777',1795787399340,NULL);
INSERT INTO outbox VALUES(3,3,'demo','chi-hoa',0,replace('Dạ, Cấp đổi, cấp lại thẻ căn cước – nơi nộp: Công an xã bất kỳ\nCăn cứ: Luật Căn cước 26/2023; NĐ 70/2024; NĐ 58/2026\nNguồn: Cổng Dịch vụ công quốc gia, kiểm tra ngày 10/6/2026.','\n',char(10)),0,1,'15fd602756ad2a1e',1795787399345,1795798199345,'delivered',1,1795787399345,NULL,'713738df21a3660b0b43',1795787399354,NULL);
INSERT INTO outbox VALUES(4,4,'demo','chu-bay',0,replace('Dạ xong. Từ giờ anh/chị báo cáo được cho thôn Đồng Mẫu (Chiến dịch 92 ngày đêm (mẫu)).\nVí dụ: "hôm nay 25 hộ, 12 tài khoản, 7 hồ sơ trực tuyến".','\n',char(10)),1,1,'0e3e3b20447c356f',1795787399360,1795873799360,'delivered',1,1795787399360,NULL,'d0a19348804e9d823556',1795787399373,NULL);
INSERT INTO outbox VALUES(5,5,'demo','co-lan',0,replace('Dạ xong. Từ giờ anh/chị báo cáo được cho thôn Tây Mẫu (Chiến dịch 92 ngày đêm (mẫu)).\nVí dụ: "hôm nay 25 hộ, 12 tài khoản, 7 hồ sơ trực tuyến".','\n',char(10)),1,1,'546b5b46485066b4',1795787399375,1795873799375,'delivered',1,1795787399375,NULL,'59d77121c58a9aaaa25a',1795787399384,NULL);
INSERT INTO outbox VALUES(6,6,'demo','chu-bay',0,replace('Đã ghi báo cáo #A1 của thôn Đồng Mẫu, hôm nay 27/11/2026 (ngày 21/92):\n• Số hộ được đến hướng dẫn: 25 hộ → lũy kế 25 hộ, đạt 4,2% của 600\n• Tài khoản Cổng Dịch vụ công quốc gia tạo mới: 12 tài khoản → lũy kế 12 tài khoản, đạt 4,0% của 300\n• Hồ sơ nộp trực tuyến: 7 hồ sơ → lũy kế 7 hồ sơ, đạt 3,5% của 200\nSai thì nhắn "nhầm, …" để sửa hoặc "hủy báo cáo" để bỏ ạ.','\n',char(10)),1,1,'c233b1a515e406fa',1795787399389,1795873799389,'delivered',1,1795787399389,NULL,'2b480346b327d36ef603',1795787399410,NULL);
INSERT INTO outbox VALUES(7,7,'demo','chu-bay',0,replace('Đã sửa #A1 thành #A2 của thôn Đồng Mẫu, hôm nay 27/11/2026:\n• Số hộ được đến hướng dẫn: 27 hộ → lũy kế 27 hộ, đạt 4,5% của 600','\n',char(10)),1,1,'4d5fc0f24b15f7c2',1795787399420,1795873799420,'delivered',1,1795787399420,NULL,'cab796cf961af62b3b19',1795787399443,NULL);
INSERT INTO outbox VALUES(8,8,'demo','co-lan',0,replace('Đã ghi báo cáo #A3 của thôn Tây Mẫu, hôm nay 27/11/2026 (ngày 21/92):\n• Số hộ được đến hướng dẫn: 9 hộ → lũy kế 9 hộ, đạt 1,5% của 600\n• Tài khoản Cổng Dịch vụ công quốc gia tạo mới: 4 tài khoản → lũy kế 4 tài khoản, đạt 1,3% của 300\nSai thì nhắn "nhầm, …" để sửa hoặc "hủy báo cáo" để bỏ ạ.','\n',char(10)),1,1,'01adeb81078b2a94',1795787399446,1795873799446,'delivered',1,1795787399446,NULL,'4e860ede8442d61a2a72',1795787399463,NULL);
INSERT INTO outbox VALUES(9,9,'demo','nhom-thon-1',0,replace('thôn Đồng Mẫu – Chiến dịch 92 ngày đêm (mẫu), ngày 21/92:\n• Số hộ được đến hướng dẫn: 27 hộ, đạt 4,5% của 600, cần 9 hộ/ngày\n• Tài khoản Cổng Dịch vụ công quốc gia tạo mới: 12 tài khoản, đạt 4,0% của 300, cần 5 tài khoản/ngày\n• Hồ sơ nộp trực tuyến: 7 hồ sơ, đạt 3,5% của 200, cần 3 hồ sơ/ngày\nĐơn vị và mục tiêu trong chiến dịch mẫu này chỉ là ví dụ.','\n',char(10)),0,1,'5b55112c47ff651d',1795787399467,1795798199467,'delivered',1,1795787399467,NULL,'363cbb965d4d2f970caa',1795787399481,NULL);
INSERT INTO outbox VALUES(10,NULL,'demo','nhom-thon-2',0,'Bản tin ngày 21/92',2,1,'bulletin-1',1795787500000,1795794700000,'waiting',0,1795787500000,NULL,NULL,NULL,'bulletin');
CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        merged_into INTEGER REFERENCES person (id), erased_at INTEGER,
        CHECK (merged_into <> id)
    ) STRICT;
INSERT INTO person VALUES(1,'Chú Bảy',1795787399360,NULL,NULL);
INSERT INTO person VALUES(2,'Cô Lan',1795787399375,NULL,NULL);
CREATE TABLE put_back (
        account TEXT PRIMARY KEY CHECK (account <> '')
    ) STRICT, WITHOUT ROWID;
INSERT INTO put_back VALUES('demo');
CREATE TABLE question (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    chat_kind TEXT NOT NULL CHECK (chat_kind IN ('private', 'group')),
    asker TEXT NOT NULL,
    asker_name TEXT NOT NULL,
    inbox INTEGER NOT NULL REFERENCES inbox (id),
    text TEXT NOT NULL,
    words TEXT NOT NULL CHECK (words <> ''),
    candidates TEXT NOT NULL,
    promised INTEGER NOT NULL CHECK (promised IN (0, 1)),
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dropped')),
    answer TEXT,
    answered_by TEXT,
    official TEXT,
    ended_at INTEGER,
    CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CHECK ((state = 'answered') = (answered_by IS NOT NULL)),
    CHECK ((state = 'open') = (ended_at IS NULL))
) STRICT;
INSERT INTO question VALUES(1,'demo','chi-hoa','private','chi-hoa','Chị Hoa',1,'làm hộ chiếu cho bé mấy ngày','ho chieu be','[]',1,1795787500000,'open',NULL,NULL,NULL,NULL);
CREATE TABLE quota_warning (
        account TEXT NOT NULL CHECK (account <> ''),
        month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
        percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100),
        warned_at INTEGER NOT NULL,
        told INTEGER NOT NULL CHECK (told >= 0),
        PRIMARY KEY (account, month, percent)
    ) STRICT, WITHOUT ROWID;
INSERT INTO quota_warning VALUES('demo','2026-11',80,1795787500000,1);
CREATE TABLE recipient_gone (
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    gone_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (account, chat)
) STRICT, WITHOUT ROWID;
CREATE TABLE report (
    number INTEGER PRIMARY KEY,
    campaign TEXT NOT NULL,
    unit TEXT NOT NULL,
    account TEXT NOT NULL,
    reporter TEXT NOT NULL,
    chat TEXT NOT NULL,
    inbox INTEGER NOT NULL REFERENCES inbox (id),
    corrects INTEGER REFERENCES report (number),
    recorded_at INTEGER NOT NULL,
    voided_at INTEGER,
    voided_by INTEGER REFERENCES inbox (id),
    CHECK ((voided_at IS NULL) = (voided_by IS NULL)),
    CHECK (corrects < number)
) STRICT;
INSERT INTO report VALUES(1,'mau-92-ngay','thon-dong','demo','chu-bay','chu-bay',6,NULL,1795787399389,1795787399420,7);
INSERT INTO report VALUES(2,'mau-92-ngay','thon-dong','demo','chu-bay','chu-bay',7,1,1795787399420,NULL,NULL);
INSERT INTO report VALUES(3,'mau-92-ngay','thon-tay','demo','co-lan','co-lan',8,NULL,1795787399446,NULL,NULL);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL
) STRICT;
INSERT INTO run VALUES(1,1795787399189);
CREATE TABLE topic (
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    person TEXT NOT NULL,
    topic TEXT NOT NULL CHECK (json_valid(topic)),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account, chat, person)
) STRICT, WITHOUT ROWID;
INSERT INTO topic VALUES('demo','chi-hoa','chi-hoa','{"aspect":"noi-nop","choices":[],"expiresAtMilliseconds":1795789199345,"procedure":"can-cuoc-doi-cap-lai"}',1795789199345);
CREATE TABLE turn_cursor (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        account TEXT NOT NULL,
        chat TEXT NOT NULL
    ) STRICT;
INSERT INTO turn_cursor VALUES(1,'','');
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action <> ''),
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    login TEXT CHECK (login <> ''),
    account TEXT CHECK (account <> ''),
    person INTEGER REFERENCES person (id),
    inbox INTEGER REFERENCES inbox (id),
    CHECK ((login IS NULL) = (account IS NOT NULL)),
    CHECK (login IS NULL OR (person IS NULL AND inbox IS NULL))
) STRICT;
INSERT INTO audit VALUES(1,1795787500000,'account-paused','account demo','done','admin',NULL,NULL,NULL);
INSERT INTO audit VALUES(2,1795787500001,'code-made','leader mau-92-ngay/thon-tay','done',NULL,'demo',1,1);
CREATE TABLE purge_cursor (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO purge_cursor VALUES('messages',0);
CREATE TABLE purge_left (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasure (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    erased_at INTEGER NOT NULL,
    person INTEGER REFERENCES person (id)
) STRICT;
INSERT INTO erasure VALUES(1,1795787500002,NULL);
CREATE TABLE erased_chat (
    alias TEXT PRIMARY KEY CHECK (alias LIKE '~erased-%'),
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    last_inbox INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO erased_chat VALUES('~erased-1-1','demo','nguoi-cu',3,1796392300002);
CREATE TABLE alert (
    cause TEXT PRIMARY KEY CHECK (cause <> ''),
    since INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    over_at INTEGER,
    told INTEGER NOT NULL CHECK (told >= 0),
    CHECK (over_at >= told_at)
) STRICT, WITHOUT ROWID;
INSERT INTO alert VALUES('disk-low',1784000000000,1784000060000,1784000120000,1);
CREATE INDEX inbox_suspect ON inbox (account, chat, id)
    WHERE state = 'kept' AND not_before > 0;
CREATE INDEX inbox_set_aside ON inbox (id) WHERE state = 'set_aside';
CREATE INDEX report_standing ON report (campaign, account, reporter, number)
    WHERE voided_at IS NULL;
CREATE INDEX ledger_unit ON ledger (unit, day);
CREATE INDEX ledger_day ON ledger (day);
CREATE INDEX question_open ON question (account, number) WHERE state = 'open';
CREATE INDEX question_asked ON question (account, asker, words, asked_at);
CREATE INDEX identity_person ON identity (person);
CREATE UNIQUE INDEX leadership_standing ON leadership (person, campaign, unit)
        WHERE ended_at IS NULL;
CREATE INDEX leadership_unit ON leadership (campaign, unit) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX admin_standing ON admin (person) WHERE ended_at IS NULL;
CREATE INDEX draft_expiry ON draft (expires_at) WHERE state = 'open';
CREATE INDEX draft_sender ON draft (account, chat, sender, number);
CREATE INDEX report_corrects ON report (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX difficulty_open ON difficulty (campaign, number) WHERE state <> 'resolved';
CREATE INDEX difficulty_resolved ON difficulty (campaign, resolved_at)
        WHERE state = 'resolved';
CREATE INDEX difficulty_step_of ON difficulty_step (difficulty, id);
CREATE INDEX outbox_subject ON outbox (subject) WHERE state = 'waiting' AND subject <> '';
CREATE INDEX inbox_kept ON inbox (account, chat, id) WHERE state = 'kept';
CREATE INDEX inbox_in_hand ON inbox (id) WHERE in_hand = 1;
CREATE INDEX inbox_alone ON inbox (id) WHERE state = 'kept' AND alone = 1;
CREATE INDEX inbox_worn ON inbox (id) WHERE state = 'kept' AND tries >= 3;
CREATE INDEX inbox_waits ON inbox (not_before) WHERE state = 'kept' AND not_before > 0;
CREATE INDEX outbox_abandoned ON outbox (ended_at) WHERE state = 'abandoned';
CREATE INDEX outbox_open ON outbox (account, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX audit_at ON audit (at);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a line of the audit log is never changed');
END;
CREATE INDEX question_texts ON question (ended_at) WHERE words <> '~';
CREATE INDEX difficulty_texts ON difficulty (resolved_at) WHERE text <> '(đã xóa)';
COMMIT;
