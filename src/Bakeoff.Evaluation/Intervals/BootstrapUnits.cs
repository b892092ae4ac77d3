namespace Bakeoff.Evaluation.Intervals;

/// <summary>Units that a bootstrap draws: single test clips, or all clips of a speaker together.</summary>
/// <remarks>With at least eight speakers, speakers are drawn, because clips of one speaker are not independent.</remarks>
internal sealed class BootstrapUnits
{
    /// <summary>Smallest number of speakers for drawing speakers.</summary>
    public const int LeastSpeakers = 8;

    /// <summary>Number of resamples.</summary>
    public const int Resamples = 2000;

    private readonly int[] _clips;
    private readonly int[] _starts;

    /// <summary>Divides clips into units.</summary>
    /// <param name="speakers">Speaker of each clip; empty where unknown.</param>
    public BootstrapUnits(IReadOnlyList<string> speakers)
    {
        var bySpeaker = Enumerable.Range(0, speakers.Count)
            .GroupBy(i => speakers[i], StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
            .ToList();
        Unit = bySpeaker.Count >= LeastSpeakers && bySpeaker[0].Key.Length > 0 ? BootstrapUnit.Speaker : BootstrapUnit.Clip;
        _clips = Unit == BootstrapUnit.Speaker
            ? [.. bySpeaker.SelectMany(static group => group)]
            : [.. Enumerable.Range(0, speakers.Count)];
        _starts = new int[1 + (Unit == BootstrapUnit.Speaker ? bySpeaker.Count : speakers.Count)];
        for (var unit = 0; unit < Count; unit++)
        {
            _starts[unit + 1] = _starts[unit] + (Unit == BootstrapUnit.Speaker ? bySpeaker[unit].Count() : 1);
        }
    }

    /// <summary>The unit that is drawn.</summary>
    public BootstrapUnit Unit { get; }

    /// <summary>Number of units.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Positions of the clips of a unit.</summary>
    public ReadOnlySpan<int> ClipsOf(int unit) => _clips.AsSpan(_starts[unit].._starts[unit + 1]);
}
