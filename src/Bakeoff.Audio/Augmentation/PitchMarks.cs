using Bakeoff.Audio.Features.Voice;

namespace Bakeoff.Audio.Augmentation;

/// <summary>
/// Samples at which a voice can be cut: one a period, on the strongest peak, where it is voiced; evenly spaced elsewhere.
/// </summary>
internal sealed class PitchMarks
{
    private const double HopSeconds = 0.01;
    private const double UnvoicedSeconds = 0.008;
    private const double SearchShare = 0.2;

    // A tracker's tables are large, and copies of short clips are many. What a long signal takes is given back.
    private const int MostKeptSamples = 1 << 20;

    [ThreadStatic]
    private static (int SampleRateHz, PitchTracker Tracker)? _kept;

    private readonly List<int> _samples = [];
    private readonly List<int> _periods = [];
    private readonly List<bool> _voiced = [];

    public PitchMarks(ReadOnlySpan<float> signal, int sampleRateHz)
    {
        var hop = Math.Max((int)(HopSeconds * sampleRateHz), 1);
        var track = TrackerFor(sampleRateHz, signal.Length).Track(signal, hop);
        var unvoicedPeriod = Math.Max((int)(UnvoicedSeconds * sampleRateHz), 2);
        for (var at = 0; at < signal.Length;)
        {
            var hertz = track.FrequencyHz[Math.Min((at + hop / 2) / hop, track.FrequencyHz.Length - 1)];
            var period = hertz > 0 ? (int)Math.Round(sampleRateHz / (double)hertz) : unvoicedPeriod;
            _samples.Add(at);
            _periods.Add(period);
            _voiced.Add(hertz > 0);
            at = hertz > 0 ? Peak(signal, at + period, (int)(SearchShare * period)) : at + period;
        }
    }

    /// <summary>Number of marks; at least 1 for a signal that is not empty.</summary>
    public int Count => _samples.Count;

    /// <summary>Sample of a mark.</summary>
    public int Sample(int index) => _samples[index];

    /// <summary>Period at a mark in samples.</summary>
    public int Period(int index) => index + 1 < _samples.Count && _voiced[index] ? _samples[index + 1] - _samples[index] : _periods[index];

    /// <summary>True if the signal is voiced at a mark.</summary>
    public bool IsVoiced(int index) => _voiced[index];

    private static PitchTracker TrackerFor(int sampleRateHz, int sampleCount)
    {
        if (sampleCount > MostKeptSamples)
        {
            return new PitchTracker(sampleRateHz);
        }

        if (_kept is not { } kept || kept.SampleRateHz != sampleRateHz)
        {
            _kept = kept = (sampleRateHz, new PitchTracker(sampleRateHz));
        }

        return kept.Tracker;
    }

    private static int Peak(ReadOnlySpan<float> signal, int centre, int reach)
    {
        var best = centre;
        for (var n = centre - reach; n <= centre + reach && n < signal.Length; n++)
        {
            if (best >= signal.Length || signal[n] > signal[best])
            {
                best = n;
            }
        }

        return best;
    }
}
