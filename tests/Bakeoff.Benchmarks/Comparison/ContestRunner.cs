namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Runs the sides of one contest in turns.</summary>
internal static class ContestRunner
{
    /// <summary>One unmeasured round of each side, then the measured ones: ours, first peer, second peer, ours, ...</summary>
    /// <remarks>Turns spread slow moments of a shared machine over all sides; medians then compare like with like.</remarks>
    public static IReadOnlyList<Timing> Run(Contest contest, int rounds, string? python)
    {
        using var ours = contest.Ours();
        var peers = contest
            .Peers.Select(peer => (Peer: peer, Process: PeerProcess.Start(python, peer), Seconds: new List<double>()))
            .ToList();
        try
        {
            var ourSeconds = new List<double>();
            for (var round = -1; round < rounds; round++)
            {
                Keep(ourSeconds, ours.SecondsPerUnit(), round);
                foreach (var (_, process, seconds) in peers.Where(entry => entry.Process.Missing is null))
                {
                    Keep(seconds, process.SecondsPerUnit(), round);
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

    private static void Keep(List<double> seconds, double value, int round)
    {
        if (round >= 0 && !double.IsNaN(value))
        {
            seconds.Add(value);
        }
    }
}
