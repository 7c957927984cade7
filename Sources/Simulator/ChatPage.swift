enum ChatPage {
    static let html = "<!doctype html><title>x</title>"
}
