import Gateway
import Messaging

/// What may go wrong in one simulation, and how often.
///
/// Every seed has some kinds of mishaps and lacks others: with all of them at once, one hides what
/// the other would show.
struct Mishaps {
    var limits = GatewayLimits()

    /// Of so many steps one is the last of a life; 0 for none.
    var killOneIn = 0
    /// Of so many answers of a platform to a send that are on their way, one is met by a kill.
    var killInFlightOneIn = 0
    /// Kills and orderly stops at the most.
    var endingsMax = 0
    /// Whether a life that ends is stopped in order, in percent.
    var stopPercent = 0

    /// Of so many sends one fails.
    var sendFailsOneIn = 0
    /// Milliseconds of a send at the most.
    var sendMillisecondsMax = 300
    /// Of so many chats one is gone when it is next written to.
    var goneOneIn = 0

    /// Of so many polls one fails.
    var pollFailsOneIn = 0
    /// Of so many polls one is never answered.
    var pollDeafOneIn = 0
    /// Of so many updates one comes twice.
    var repeatOneIn = 0
    /// Of so many updates one comes too late.
    var lateOneIn = 0

    /// Of so many works on the store one fails.
    var storeFailsOneIn = 0
    /// Milliseconds of a work on the store at the most.
    var storeDelayMax = 0
    /// Times for which nothing can be stored.
    var outages = 0
    /// Of so many steps one comes late, for the machine is busy.
    var stallOneIn = 0
    /// How often somebody sets the clock.
    var clockJumps = 0

    /// None at all.
    init() {}

    /// Those of a seed.
    init(_ random: inout SeededRandom) {
        if random.oneIn(4) == false {
            killOneIn = random.pick([40, 150, 500])
            killInFlightOneIn = random.pick([0, 0, 3, 10])
            endingsMax = random.within(1...5)
            stopPercent = random.pick([0, 30, 100])
        }
        if random.oneIn(2) {
            sendFailsOneIn = random.pick([2, 3, 6])
            goneOneIn = random.pick([0, 10])
        }
        sendMillisecondsMax = random.pick([1, 300, 300, 8_000])
        if random.oneIn(2) {
            pollFailsOneIn = random.pick([2, 5])
            pollDeafOneIn = random.pick([0, 10])
        }
        if random.oneIn(2) { repeatOneIn = random.pick([2, 5]) }
        if random.oneIn(3) { lateOneIn = random.pick([2, 5]) }
        if random.oneIn(3) {
            storeFailsOneIn = random.pick([5, 20, 60])
            outages = random.below(3)
        }
        storeDelayMax = random.pick([0, 0, 20, 1_500])
        if random.oneIn(4) { stallOneIn = random.pick([20, 100]) }
        if random.oneIn(4) { clockJumps = random.within(1...2) }
        limits.turnsPerBatch = random.pick([1, 2, 3, 64])
        limits.sendsAtOnce = random.within(1...4)
        limits.pace.intervalMilliseconds = Int64(random.pick([0, 0, 200, 2_000]))
        limits.pace.burst = Int64(random.within(1...3))
        limits.pace.chatIntervalMilliseconds = Int64(random.pick([0, 0, 1_000]))
        limits.pace.chatBurst = Int64(random.within(1...2))
        limits.monthlyQuota = random.pick([nil, nil, nil, 6, 20])
        if random.oneIn(5) {
            limits.flood = FloodLimits(
                person: FloodGuard.Limits(perMinute: 3, perHour: 20),
                group: FloodGuard.Limits(perMinute: 5, perHour: 20))
        }
        limits.watch.freeBytes = { _ in nil }
    }

    /// The same without anything that goes wrong; the limits stay.
    var ended: Mishaps {
        var ended = Mishaps()
        ended.limits = limits
        // What looks around every few seconds would look for days.
        ended.limits.watch.lookMilliseconds = 3_600_000
        ended.limits.watch.pollMillisecondsMax = .max
        return ended
    }
}
