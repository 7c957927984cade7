extension ChatPage {
    static let script = #"""
        <script>
        "use strict";
        const $ = id => document.getElementById(id);
        let people = [], bots = [], groups = [], chats = [];
        let shown = new Map(), last = 0, reading = null, quoted = null, typingTimer = 0;

        const timeZone = "Asia/Ho_Chi_Minh";
        const dayOf = date => date.toLocaleDateString("vi-VN", { timeZone });
        async function get(path, signal) {
          const answer = await fetch("/sim/" + path, { signal });
          const body = await answer.json();
          if (!answer.ok) throw new Error(body.error + " (" + body.where + "). " + body.next);
          return body;
        }
        const initials = name => name.trim().split(/\s+/).slice(-1)[0].slice(0, 1).toUpperCase();
        const make = (tag, kind, text) => {
          const element = document.createElement(tag);
          if (kind) element.className = kind;
          if (text !== undefined) element.textContent = text;
          return element;
        };
        const chosen = () => chats.find(chat => chat.key === $("chat").value);
        const complain = text => { $("alert").textContent = text; $("alert").hidden = !text; };

        function chatsOf(person) {
          const direct = bots.map(bot => ({ key: bot.id, id: person, bot, name: bot.display_name,
            label: bot.display_name + " (riêng)", isGroup: false }));
          const shared = groups.filter(group => group.people.includes(person)).map(group => ({
            key: group.id, id: group.id, name: group.name, label: group.name + " (nhóm)",
            bot: bots.find(bot => group.bots.includes(bot.id)), isGroup: true,
            size: group.people.length }));
          return direct.concat(shared);
        }
        function options(select, items, wanted) {
          select.replaceChildren(...items.map(([value, label]) => {
            const option = make("option", "", label);
            option.value = value;
            return option;
          }));
          if (items.some(([value]) => value === wanted)) select.value = wanted;
        }
        async function load() {
          const [p, b, g] = await Promise.all([get("people"), get("bots"), get("groups")]);
          const before = JSON.stringify([people, bots, groups]);
          people = p.people; bots = b.bots; groups = g.groups;
          if (before === JSON.stringify([people, bots, groups])) return;
          const [person, chat] = location.hash.slice(1).split("/").map(decodeURIComponent);
          options($("person"), people.map(one => [one.id, one.name]), $("person").value || person);
          fillChats($("chat").value || chat);
        }
        function fillChats(wanted) {
          chats = chatsOf($("person").value);
          options($("chat"), chats.map(chat => [chat.key, chat.label]), wanted);
          open();
        }
        function open() {
          const chat = chosen();
          if (reading) reading.abort();
          shown = new Map(); last = 0;
          $("log").replaceChildren();
          quote(null); typing(false); complain("");
          const ready = Boolean(chat && $("person").value);
          $("text").disabled = $("send").disabled = !ready;
          $("mentionRow").hidden = !(ready && chat.isGroup && chat.bot);
          if (!ready) {
            $("title").textContent = "Trò chuyện thử"; $("subtitle").textContent = "";
            $("face").textContent = "…";
            empty("Chưa có ai ở đây", "Hãy chạy “tungngo demo”, hoặc tạo bot và người dùng bằng "
              + "POST /sim/bots và POST /sim/people.");
            return;
          }
          const path = [$("person").value, chat.key].map(encodeURIComponent).join("/");
          history.replaceState(null, "", "#" + path);
          $("title").textContent = chat.name;
          $("face").textContent = initials(chat.name);
          $("subtitle").textContent = chat.isGroup
            ? "Nhóm · " + chat.size + " người" + (chat.bot ? " và bot" : "") : "Trò chuyện riêng";
          $("mentionName").textContent = chat.bot ? "@" + chat.bot.display_name : "";
          empty("Chưa có tin nhắn", "Gửi tin đầu tiên, ví dụ: “trợ giúp”.");
          reading = new AbortController();
          follow(chat, reading);
        }
        function empty(title, text) {
          const box = make("div", "empty");
          box.append(make("b", "", title), make("span", "", text));
          $("log").append(box);
        }
        async function follow(chat, control) {
          const filter = "chat=" + encodeURIComponent(chat.id)
            + (chat.isGroup ? "" : "&bot=" + encodeURIComponent(chat.bot.id));
          while (!control.signal.aborted) {
            try {
              const page = await get("messages?" + filter + "&since=" + last + "&wait=25",
                control.signal);
              if (control.signal.aborted) return;
              complain("");
              if (page.next < last) { open(); return; }
              last = page.next;
              page.messages.forEach(show);
            } catch (error) {
              if (control.signal.aborted) return;
              complain("Mất kết nối với máy chủ thử. Đang thử lại…");
              await new Promise(done => setTimeout(done, 1500));
            }
          }
        }
        function show(message) {
          if (shown.has(message.message_id)) return;
          const log = $("log"), when = new Date(message.date);
          if (!shown.size) log.replaceChildren();
          const previous = Array.from(shown.values()).pop();
          const day = dayOf(when);
          if (!previous || dayOf(new Date(previous.date)) !== day) {
            log.append(make("div", "day", day === dayOf(new Date()) ? "Hôm nay" : day));
          }
          shown.set(message.message_id, message);
          const mine = message.sender === $("person").value;
          const first = !previous || previous.sender !== message.sender;
          const row = make("div", ["row", mine && "mine", message.is_bot && "bot",
            first && "first"].filter(Boolean).join(" "));
          const bubble = make("div", "bubble");
          if (!mine && first) bubble.append(make("div", "name", message.sender_name));
          const answered = message.reply_to && shown.get(message.reply_to);
          if (answered) bubble.append(make("div", "answers", answered.text));
          bubble.append(content(message), foot(message, when, mine));
          row.append(make("span", "avatar", initials(message.sender_name)), bubble);
          log.append(row);
          log.scrollTop = log.scrollHeight;
          if (message.is_bot) typing(false);
        }
        function content(message) {
          const box = make("div", "text"), chat = chosen();
          if (message.kind !== "text") {
            box.textContent = { photo: "[Ảnh] ", sticker: "[Nhãn dán] ", voice: "[Ghi âm] ",
              unsupported: "[Nội dung khác] " }[message.kind] + message.text;
            return box;
          }
          const mention = chat && chat.bot ? "@" + chat.bot.display_name : "";
          const at = mention && message.delivered_to.length && message.chat_type === "GROUP"
            ? message.text.indexOf(mention) : -1;
          if (at < 0) { box.textContent = message.text; return box; }
          box.append(message.text.slice(0, at), make("span", "mention", mention),
            message.text.slice(at + mention.length));
          return box;
        }
        function foot(message, when, mine) {
          const foot = make("div", "foot"), chat = chosen();
          foot.append(make("span", "",
            when.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone })));
          if (message.is_bot && chat.isGroup) {
            const button = make("button", "", "Trả lời");
            button.onclick = () => quote(message);
            foot.append(button);
          }
          if (mine && !message.delivered_to.length) {
            foot.append(make("span", "unseen", "bot không nhận tin này"));
          }
          return foot;
        }
        function quote(message) {
          quoted = message;
          $("quote").hidden = !message;
          $("quote").firstElementChild.textContent = message ? message.text : "";
          if (message) { $("mention").checked = false; $("text").focus(); }
        }
        function typing(isOn) {
          clearTimeout(typingTimer);
          $("typing").hidden = !isOn;
          if (isOn) typingTimer = setTimeout(() => typing(false), 15000);
        }
        function grow() {
          $("text").style.height = "auto";
          $("text").style.height = Math.min($("text").scrollHeight + 2, 140) + "px";
        }
        async function send(event) {
          event.preventDefault();
          const text = $("text").value.trim(), chat = chosen();
          if (!text || !chat) return;
          const post = { from: $("person").value, text };
          if (chat.isGroup) post.group = chat.id;
          if (chat.bot) post.bot = chat.bot.id;
          if (chat.isGroup && chat.bot) post.mention = $("mention").checked;
          if (quoted) post.reply_to = quoted.message_id;
          try {
            const answer = await fetch("/sim/messages", { method: "POST",
              headers: { "Content-Type": "application/json" }, body: JSON.stringify(post) });
            const body = await answer.json();
            if (!answer.ok) throw new Error(body.error + ". " + body.next);
            $("text").value = ""; grow(); complain("");
            if (quoted) { quote(null); $("mention").checked = true; }
            if (body.delivered_to.length) typing(true);
          } catch (error) {
            complain("Chưa gửi được: " + error.message);
          }
        }
        $("composer").onsubmit = send;
        $("text").oninput = grow;
        $("text").onkeydown = event => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
        };
        $("unquote").onclick = () => { quote(null); $("mention").checked = true; };
        $("person").onchange = () => fillChats($("chat").value);
        $("chat").onchange = open;
        const refresh = () => load().catch(
          () => complain("Mất kết nối với máy chủ thử. Đang thử lại…"));
        new ResizeObserver(() => { $("log").scrollTop = $("log").scrollHeight; }).observe($("log"));
        open(); refresh(); setInterval(refresh, 4000);
        </script>
        """#
}
