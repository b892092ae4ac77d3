using System.Diagnostics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Times short work by repeating it for about a quarter of a second. The peers' <c>rounds.repeat</c> does the same.</summary>
internal static class RoundClock
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.25);

    /// <summary>
    /// Seconds of the fastest call: short work is often interrupted on a shared machine, and interruptions say nothing about the work.
    /// </summary>
    public static double SecondsOfFastestCall(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        var fastest = TimeSpan.MaxValue;
        while (Stopwatch.GetElapsedTime(start) < Least)
        {
            var call = Stopwatch.GetTimestamp();
            work();
            var elapsed = Stopwatch.GetElapsedTime(call);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return fastest.TotalSeconds;
    }
}
