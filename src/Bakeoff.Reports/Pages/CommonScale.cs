using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>One colour range and one time axis for several maps, so that they can be compared by eye.</summary>
internal sealed class CommonScale
{
    private readonly double? _low;
    private readonly double? _high;
    private readonly double _seconds;

    /// <summary>Measures the maps.</summary>
    /// <param name="maps">The maps; null entries are left out.</param>
    /// <param name="firstBand">First band that counts for the range of colours; those below are drawn all the same, clamped to it.</param>
    public CommonScale(IEnumerable<TimeFrequencyMap?> maps, int firstBand = 0)
    {
        foreach (var map in maps.OfType<TimeFrequencyMap>())
        {
            _seconds = Math.Max(_seconds, map.FrameCount * map.SecondsPerFrame);
            var values = map.Values.Span;
            for (var i = 0; i < values.Length; i++)
            {
                if (float.IsFinite(values[i]) && (i % map.BandCount >= firstBand || map.BandCount <= firstBand))
                {
                    _low = Math.Min(_low ?? values[i], values[i]);
                    _high = Math.Max(_high ?? values[i], values[i]);
                }
            }
        }
    }

    /// <summary>Draws one of the maps on the common scale.</summary>
    public Chart Chart(string title, TimeFrequencyMap map) => SpectrogramChart.Create(title, map, _low, _high, _seconds);
}
