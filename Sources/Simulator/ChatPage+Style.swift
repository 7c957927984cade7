extension ChatPage {
    static let style = #"""
        <style>
        :root { --blue: #0a68f5; --ink: #14202e; --soft: #66758a; --paper: #ffffff;
          --ground: #e9eef5; --mine: #d6e8ff; --line: #dbe2ec; --warn: #9a3412; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --soft: #9aa8ba;
          --paper: #1d2733; --ground: #121a23; --mine: #15407c; --line: #2c3947;
          --warn: #fdba74; } }
        * { box-sizing: border-box; margin: 0; }
        html, body { height: 100%; }
        body { background: var(--ground); color: var(--ink);
          font: 16px/1.45 "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        main { max-width: 520px; height: 100dvh; margin: 0 auto; display: flex;
          flex-direction: column; background: var(--ground); }
        @media (min-width: 560px) { main { box-shadow: 0 0 40px rgb(10 40 90 / .14); } }
        header { background: var(--blue); color: #fff; padding: 12px 14px 14px; }
        .top { display: flex; gap: 12px; align-items: center; }
        h1 { font-size: 18px; line-height: 1.25; font-weight: 650; }
        #subtitle { font-size: 13px; opacity: .88; }
        .avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid;
          place-items: center; font-weight: 700; color: #fff; background: rgb(255 255 255 / .22); }
        .choices { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; margin-top: 12px; }
        .choices span { display: block; font-size: 12px; opacity: .88; margin-bottom: 3px; }
        select { width: 100%; height: 38px; padding: 0 8px; border: 0; border-radius: 10px;
          font: inherit; font-size: 15px; color: #14202e; background: #fff;
          text-overflow: ellipsis; }
        #log { flex: 1; overflow-y: auto; padding: 14px 12px 6px; display: flex;
          flex-direction: column; gap: 4px; }
        .day { align-self: center; font-size: 12px; color: var(--soft); margin: 10px 0 6px;
          background: var(--paper); padding: 2px 12px; border-radius: 99px; }
        .row { display: flex; gap: 8px; max-width: 88%; align-items: flex-start; }
        .row + .row.first { margin-top: 10px; }
        .row.mine { align-self: flex-end; }
        .row .avatar { width: 32px; height: 32px; font-size: 13px; background: #7b8ba1; }
        .row.bot .avatar { background: var(--blue); }
        .row:not(.first) .avatar { visibility: hidden; height: 1px; }
        .row.mine .avatar { display: none; }
        .bubble { background: var(--paper); border-radius: 14px; padding: 7px 12px 6px;
          box-shadow: 0 1px 1px rgb(10 30 60 / .08); min-width: 0; }
        .mine .bubble { background: var(--mine); }
        .name { font-size: 12.5px; color: var(--soft); font-weight: 600; }
        .bot .name { color: var(--blue); }
        .text { white-space: pre-wrap; overflow-wrap: anywhere; }
        .mention { color: var(--blue); font-weight: 600; }
        @media (prefers-color-scheme: dark) { .mention, .bot .name { color: #7db4ff; } }
        .answers { border-left: 3px solid var(--blue); padding-left: 8px; margin: 2px 0 4px;
          font-size: 13.5px; color: var(--soft); white-space: nowrap; overflow: hidden;
          text-overflow: ellipsis; }
        .foot { display: flex; gap: 10px; font-size: 11.5px; color: var(--soft);
          margin-top: 2px; }
        .foot button { border: 0; background: none; padding: 0; font: inherit; color: inherit;
          text-decoration: underline; cursor: pointer; }
        .foot .unseen { font-style: italic; }
        .empty { margin: auto; text-align: center; color: var(--soft); padding: 24px;
          max-width: 340px; }
        .empty b { display: block; color: var(--ink); font-size: 17px; margin-bottom: 6px; }
        .empty code { font-size: 13px; overflow-wrap: anywhere; }
        #typing { padding: 2px 18px 8px; font-size: 13px; color: var(--soft); }
        #typing i { display: inline-block; width: 6px; height: 6px; margin-right: 4px;
          border-radius: 50%; background: var(--soft); animation: beat 1.1s infinite; }
        #typing i:nth-child(2) { animation-delay: .15s; }
        #typing i:nth-child(3) { animation-delay: .3s; margin-right: 8px; }
        @keyframes beat { 0%, 70%, 100% { opacity: .25; } 35% { opacity: 1; } }
        #alert { margin: 0 12px 8px; font-size: 14px; color: var(--warn); }
        form { background: var(--paper); border-top: 1px solid var(--line);
          padding: 8px 10px calc(10px + env(safe-area-inset-bottom)); }
        #mentionRow { display: grid; grid-template-columns: auto 1fr; column-gap: 8px;
          align-items: center; font-size: 14px; padding: 2px 6px 8px; }
        #mentionRow small { grid-column: 2; color: var(--soft); font-size: 12px; }
        #mentionRow input { width: 17px; height: 17px; accent-color: var(--blue); }
        #quote { display: flex; align-items: center; gap: 8px; margin: 0 4px 8px; padding: 5px 10px;
          border-left: 3px solid var(--blue); background: var(--ground); border-radius: 0 8px 8px 0;
          font-size: 13.5px; color: var(--soft); }
        #quote span { flex: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        #quote button { border: 0; background: none; font-size: 20px; line-height: 1;
          color: inherit; cursor: pointer; }
        [hidden] { display: none !important; }
        .line { display: flex; gap: 8px; align-items: flex-end; }
        textarea { flex: 1; resize: none; max-height: 140px; padding: 9px 14px; font: inherit;
          color: inherit; background: var(--ground); border: 1px solid var(--line);
          border-radius: 20px; }
        textarea:focus, select:focus { outline: 2px solid var(--blue); outline-offset: 1px; }
        #send { flex: none; width: 42px; height: 42px; border: 0; border-radius: 50%;
          display: grid; place-items: center; color: #fff; background: var(--blue);
          cursor: pointer; }
        #send:disabled { background: var(--soft); opacity: .5; cursor: default; }
        </style>
        """#
}
