import Prometheus

extension GatewayMetrics {
    /// Every metric of the gateway, in the order in which it is written.
    package static let families: [MetricFamily] = inward + turns + outward + accounts + machine

    private static let inward: [MetricFamily] = [
        MetricFamily(
            .counter, "tungngo_messages_received_total", unit: "messages", labels: ["account"],
            help: "Messages that came and were kept."),
        MetricFamily(
            .counter, "tungngo_messages_repeated_total", unit: "messages", labels: ["account"],
            help: "Messages that came once more and were not kept again."),
        MetricFamily(
            .counter, "tungngo_messages_flooded_total", unit: "messages", labels: ["account"],
            help: "Messages kept and not read, because somebody writes too much."),
        MetricFamily(
            .counter, "tungngo_polls_total", unit: "polls", labels: ["account", "result"],
            help: "Polls that ended: with messages, idle, skipped (not understood), failed."),
        MetricFamily(
            .gauge, "tungngo_poll_answered_timestamp_seconds", unit: "seconds",
            labels: ["account"],
            help: "When the platform last answered a poll, or polling began; while it polls."),
        MetricFamily(
            .counter, "tungngo_webhook_calls_total", unit: "calls", labels: ["account", "result"],
            help: "Calls of platforms: kept, ignored, refused (not genuine), later (turned away)."),
    ]

    private static let turns: [MetricFamily] = [
        MetricFamily(
            .counter, "tungngo_turns_total", unit: "turns", labels: ["outcome", "reply"],
            help: "Messages decided upon, by how it ended and by what was said first."),
        MetricFamily(
            .counter, "tungngo_turns_failed_total", unit: "turns",
            help: "Turns that failed and are tried again, or were the last try."),
        MetricFamily(
            .counter, "tungngo_messages_set_aside_total", unit: "messages",
            help: "Messages whose turn failed for the last time."),
        MetricFamily(
            .gauge, "tungngo_inbox_messages", unit: "messages",
            help: "Messages that wait for their turn."),
        MetricFamily(
            .gauge, "tungngo_inbox_oldest_age_seconds", unit: "seconds",
            help: "For how long the oldest message has waited for its turn; 0 when none waits."),
        MetricFamily(
            .gauge, "tungngo_inbox_set_aside_messages", unit: "messages",
            help: "Messages set aside in the last 24 hours and not put back."),
        MetricFamily(
            .histogram(buckets: [
                0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
            ]), "tungngo_reply_kept_seconds", unit: "seconds",
            help: "From the arrival of a message until its reply was on the disk."),
    ]

    private static let outward: [MetricFamily] = [
        MetricFamily(
            .histogram(buckets: [
                0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400,
            ]), "tungngo_reply_delivered_seconds", unit: "seconds", labels: ["priority"],
            help: "From when a reply was on the disk until the platform took it."),
        MetricFamily(
            .counter, "tungngo_sends_total", unit: "sends", labels: ["account", "result"],
            help: "Tries to send, by how they ended: delivered, retry, unknown, too_fast, gone, "
                + "refused, unauthorized."),
        MetricFamily(
            .counter, "tungngo_replies_dropped_total", unit: "messages", labels: ["account"],
            help: "Replies given up: refused, too old, too many tries, the chat gone."),
        MetricFamily(
            .gauge, "tungngo_outbox_messages", unit: "messages", labels: ["account"],
            help: "Replies that wait or are being sent."),
        MetricFamily(
            .gauge, "tungngo_outbox_oldest_age_seconds", unit: "seconds", labels: ["account"],
            help: "For how long the oldest reply has waited; 0 when none waits."),
        MetricFamily(
            .gauge, "tungngo_outbox_undelivered_messages", unit: "messages", labels: ["account"],
            help: "Replies given up in the last 24 hours and not put back."),
        MetricFamily(
            .gauge, "tungngo_quota_messages", unit: "messages", labels: ["account"],
            help: "Messages that the account may send in a month; no series without a limit."),
        MetricFamily(
            .gauge, "tungngo_quota_left_messages", unit: "messages", labels: ["account"],
            help: "What is left of it this month."),
    ]

    private static let accounts: [MetricFamily] = [
        MetricFamily(
            .gauge, "tungngo_account_state", unit: "1", labels: ["account", "state"],
            help: "1 for the state the account is in: opening, waiting, working, paused, stopped."),
        MetricFamily(
            .gauge, "tungngo_ready", unit: "1",
            help: "1 while nothing stands in the way and an account works, else 0."),
        MetricFamily(
            .gauge, "tungngo_trouble", unit: "1", labels: ["cause", "account", "level"],
            help: "1 for each trouble that /readyz shows; level is warning, or blocking."),
    ]

    private static let machine: [MetricFamily] =
        [
            MetricFamily(
                .histogram(buckets: [
                    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
                    5,
                ]), "tungngo_database_commit_seconds", unit: "seconds",
                help: "How long a commit with changes took, the flush of the disk included."),
            MetricFamily(
                .counter, "tungngo_storage_failures_total", unit: "failures",
                help: "Work on the database that failed."),
            MetricFamily(
                .gauge, "tungngo_database_size_bytes", unit: "bytes",
                help: "Size of the database's file."),
            MetricFamily(
                .gauge, "tungngo_database_wal_size_bytes", unit: "bytes",
                help: "Size of the log of changes beside it."),
            MetricFamily(
                .gauge, "tungngo_disk_free_bytes", unit: "bytes", labels: ["disk"],
                help: "Room on the disk of the database, and on that of the log."),
            MetricFamily(
                .gauge, "tungngo_disk_low_bytes", unit: "bytes",
                help: "Room below which the daemon warns: disk.low_mb of the settings."),
            MetricFamily(
                .gauge, "tungngo_figures_age_seconds", unit: "seconds",
                help: "How old the figures read from the database are; it grows while it does not "
                    + "answer."),
            MetricFamily(
                .gauge, "tungngo_build_info", unit: "1", labels: ["mode", "schema"],
                help: "1; how the program was built, and the last change of its schema."),
            MetricFamily(
                .gauge, "process_start_time_seconds", unit: "seconds",
                help: "When the daemon started."),
        ] + ProcessReadings.families
}
