using System.Diagnostics;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Runs the sides of one contest in turns.</summary>
internal static class ContestRunner
{
    // Short work is compiled anew while it is measured otherwise: a runtime first watches thirty calls, then needs a moment.
    private const double UnmeasuredSeconds = 1;

    /// <summary>Unmeasured rounds of each side, of a second or longer, then the measured ones: ours, first peer, second peer, ours, ...</summary>
    /// <remarks>Turns spread slow moments of a shared machine over all sides; medians then compare like with like.</remarks>
    public static IReadOnlyList<Timing> Run(Contest contest, int rounds, string? python)
    {
        using var ours = contest.Ours();
        var peers = contest
            .Peers.Select(peer => (Peer: peer, Process: PeerProcess.Start(python, peer), Seconds: new List<double>()))
            .ToList();
        try
        {
            WarmUp(ours.SecondsPerUnit);
            foreach (var (_, process, _) in peers.Where(entry => entry.Process.Missing is null))
            {
                WarmUp(process.SecondsPerUnit);
            }

            var ourSeconds = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                Keep(ourSeconds, ours.SecondsPerUnit());
                foreach (var (_, process, seconds) in peers.Where(entry => entry.Process.Missing is null))
                {
                    Keep(seconds, process.SecondsPerUnit());
                }
            }

            return
            [
                new Timing("Bakeoff", ourSeconds),
                .. peers.Select(entry => new Timing(
                    entry.Process.Missing is null ? $"{entry.Peer.Name} ({entry.Process.Description})" : entry.Peer.Name,
                    entry.Seconds,
                    entry.Process.Missing)),
            ];
        }
        finally
        {
            foreach (var (_, process, _) in peers)
            {
                process.Dispose();
            }
        }
    }

    private static void WarmUp(Func<double> secondsPerUnit)
    {
        var start = Stopwatch.GetTimestamp();
        while (!double.IsNaN(secondsPerUnit()) && Stopwatch.GetElapsedTime(start).TotalSeconds < UnmeasuredSeconds)
        {
            // A script that ended has no rounds any more.
        }
    }

    private static void Keep(List<double> seconds, double value)
    {
        if (!double.IsNaN(value))
        {
            seconds.Add(value);
        }
    }
}
