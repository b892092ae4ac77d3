namespace Bakeoff.Reports.Charts;

/// <summary>One colour range and one time axis for several maps, so that they can be compared by eye.</summary>
internal sealed class CommonScale
{
    private const double DecibelsShown = 80;
    private const string Cepstrum = "MFCC";
    private readonly double? _low;
    private readonly double? _high;
    private readonly double _seconds;

    /// <summary>Measures the maps.</summary>
    public CommonScale(IReadOnlyList<TimeFrequencyMap> maps)
    {
        _seconds = CommonDuration.Of(maps.Select(map => map.FrameCount * map.SecondsPerFrame));
        foreach (var map in maps)
        {
            var firstBand = map.ValueTitle == Cepstrum && map.BandCount > 1 ? 1 : 0;
            var values = map.Values.Span;
            for (var i = 0; i < values.Length; i++)
            {
                if (float.IsFinite(values[i]) && i % map.BandCount >= firstBand)
                {
                    _low = Math.Min(_low ?? values[i], values[i]);
                    _high = Math.Max(_high ?? values[i], values[i]);
                }
            }

            _low = map.ValueTitle.StartsWith("dB", StringComparison.Ordinal) && _high - DecibelsShown > _low ? _high - DecibelsShown : _low;
        }
    }

    /// <summary>Draws one of the maps on the common scale.</summary>
    public Chart Chart(string title, TimeFrequencyMap map) => SpectrogramChart.Create(title, map, _low, _high, _seconds);
}
