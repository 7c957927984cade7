/// The chat page: one HTML document with its own style and script, nothing fetched from elsewhere.
///
/// Pick a person and a chat, write, and watch the bot answer; the address keeps the choice as
/// `#person/chat`.
enum ChatPage {
    static let html = head + style + body + script + "</body></html>"

    private static let head = #"""
        <!doctype html>
        <html lang="vi"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Trò chuyện thử với bot</title>
        """#

    private static let body = #"""
        </head><body>
        <main>
        <header>
          <div class="top"><span class="avatar" id="face"></span>
            <div><h1 id="title">Trò chuyện thử</h1><p id="subtitle"></p></div></div>
          <div class="choices">
            <label><span>Bạn là</span><select id="person"></select></label>
            <label><span>Trò chuyện trong</span><select id="chat"></select></label>
          </div>
        </header>
        <section id="log" aria-live="polite"></section>
        <div id="typing" hidden><i></i><i></i><i></i><span>Bot đang trả lời</span></div>
        <div id="alert" role="alert" hidden></div>
        <form id="composer">
          <div id="quote" hidden><span></span><button type="button" id="unquote"
            aria-label="Bỏ trả lời">×</button></div>
          <label id="mentionRow" hidden><input type="checkbox" id="mention" checked>
            <span>Nhắc <b id="mentionName"></b></span>
            <small>Trong nhóm, bot chỉ nhận tin nhắc tên bot hoặc trả lời tin của bot.</small>
          </label>
          <div class="line">
            <textarea id="text" rows="1" maxlength="10000" aria-label="Tin nhắn"
              placeholder="Nhập tin nhắn…"></textarea>
            <button id="send" aria-label="Gửi"><svg viewBox="0 0 24 24" width="22" height="22">
              <path fill="currentColor" d="M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z"/></svg></button>
          </div>
        </form>
        </main>
        """#
}
