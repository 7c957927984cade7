/// What a group of five templates is about.
struct Topic {
    let verbs: [String]
    let object: String
}

/// Forty things that people ask a building or a ward to do.
enum Topics {
    static let all: [Topic] = """
        bật|mở|thắp;đèn hành lang
        tắt|ngắt|dừng;máy bơm nước
        sửa|chữa|khắc phục;thang máy
        báo|phản ánh|thông báo;ổ gà trên đường
        dọn|quét|làm sạch;sân chung cư
        đặt|giữ|thuê;phòng họp lớn
        hủy|bỏ|xóa;lịch hẹn tiêm chủng
        đổi|thay|chuyển;ca trực đêm
        in|sao|photo;giấy mời họp
        gửi|nộp|chuyển;báo cáo tháng
        kiểm tra|xem|dò;số nước tháng này
        đóng|thanh toán|trả;phí quản lý
        mua|đặt mua|sắm;văn phòng phẩm
        lắp|gắn|đặt thêm;camera cổng
        tưới|chăm|bón;vườn hoa trước nhà
        cắt|tỉa|chặt;cành cây gãy
        thu|gom|lấy;rác cồng kềnh
        mượn|xin mượn|lấy;loa kéo
        trả|hoàn|nộp lại;chìa khóa kho
        cập nhật|sửa|bổ sung;danh sách hộ nghèo
        tải|lấy|nhận;mẫu đơn đăng ký
        khóa|đóng|chốt;cổng phụ
        treo|dán|niêm yết;thông báo cúp điện
        phun|xịt|rải;thuốc diệt muỗi
        thông|nạo vét|xử lý;cống thoát nước
        sơn|quét vôi|làm mới;tường rào
        đăng|chia sẻ|phát;bản tin phường
        gọi|liên hệ|tìm;thợ điện
        mời|triệu tập|báo họp;tổ dân phố
        bảo trì|bảo dưỡng|kiểm định;bình chữa cháy
        hẹn|xếp|đặt;lịch khám sức khỏe
        phát|cấp|chia;quà trung thu
        ghi|chép|nhập;chỉ số điện
        trồng|ươm|xuống giống;cây xanh vỉa hè
        lau|rửa|vệ sinh;bể nước mái
        cho thuê|bàn giao|nhượng;ki ốt chợ
        mở|phát|chạy;nhạc tập dưỡng sinh
        chuyển|dời|khiêng;bàn ghế hội trường
        tổ chức|bắt đầu|khai mạc;giải bóng chuyền
        quyên góp|ủng hộ|đóng góp;quỹ khuyến học
        """.split(separator: "\n").map { line in
            let halves = line.split(separator: ";")
            return Topic(
                verbs: halves[0].split(separator: "|").map(String.init),
                object: String(halves[1]))
        }
}
