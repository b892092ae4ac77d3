using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>One colour range and one time axis for several maps, so that they can be compared by eye.</summary>
internal sealed class CommonScale
{
    private readonly double? _low;
    private readonly double? _high;
    private readonly double _seconds;

    public CommonScale(IEnumerable<TimeFrequencyMap?> maps)
    {
        foreach (var map in maps.OfType<TimeFrequencyMap>())
        {
            _seconds = Math.Max(_seconds, map.FrameCount * map.SecondsPerFrame);
            foreach (var value in map.Values.Span)
            {
                if (float.IsFinite(value))
                {
                    _low = Math.Min(_low ?? value, value);
                    _high = Math.Max(_high ?? value, value);
                }
            }
        }
    }

    /// <summary>Draws one of the maps on the common scale.</summary>
    public Chart Chart(string title, TimeFrequencyMap map) => SpectrogramChart.Create(title, map, _low, _high, _seconds);
}
