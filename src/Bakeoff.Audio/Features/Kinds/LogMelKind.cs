using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Log-mel spectrum in dB (reference 1). Columns: n_mels.</summary>
[Kind("log_mel")]
[AlsoCalled("mel", "melspectrogram", "mel_spectrogram", "fbank")]
public sealed record LogMelKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Spectrum | FeatureNeeds.Mel;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Numbered("log_mel", options.MelBandCount);
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new LogMelMeasure(analysis.Filterbank, analysis.Options.TopDb);
    }
}

/// <summary>Log-mel spectrum in dB: 10 log10(max(1e-10, power)), as librosa.power_to_db with ref=1 and amin=1e-10.</summary>
internal sealed class LogMelMeasure(MelFilterbank filterbank, double? topDb) : StretchMeasure
{
    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private readonly AlignedBuffer _mel = new(filterbank.BandCount * FrameGroup.Lanes);
    private float _loudest;

    /// <inheritdoc/>
    public override int RowCount => filterbank.BandCount;

    /// <inheritdoc/>
    public override int GatherCount => topDb is null ? 0 : 1;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount) => _loudest = float.NegativeInfinity;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var bands = FrameGroup.Rows(_mel);
        filterbank.Apply(group.Power, bands);
        foreach (ref var band in bands)
        {
            band = Vector512.Max(band, Vector512.Create(SmallestPower));
        }

        DeterministicMath.Log(_mel.Span, _mel.Span);
        for (var band = 0; band < bands.Length; band++)
        {
            (bands[band] * DecibelsPerNeper).CopyTo(rows[(band * stride + group.FirstFrame)..]);
        }
    }

    /// <inheritdoc/>
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        // Lanes behind the last frame hold frames too, cut from what follows the signal; they must not set the floor.
        var loudest = _loudest;
        var whole = stretch.Count / FrameGroup.Lanes * FrameGroup.Lanes;
        var highest = Vector512.Create(float.NegativeInfinity);
        for (var band = 0; band < filterbank.BandCount; band++)
        {
            var row = rows.Slice(band * stride + stretch.First, stretch.Count);
            for (var frame = 0; frame < whole; frame += FrameGroup.Lanes)
            {
                highest = Vector512.Max(highest, Vector512.Create(row.Slice(frame, FrameGroup.Lanes)));
            }

            foreach (var value in row[whole..])
            {
                loudest = Math.Max(loudest, value);
            }
        }

        for (var lane = 0; lane < FrameGroup.Lanes; lane++)
        {
            loudest = Math.Max(loudest, highest[lane]);
        }

        _loudest = loudest;
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        if (topDb is not { } range)
        {
            return;
        }

        var floor = Vector512.Create((float)(_loudest - range));
        for (var i = 0; i < filterbank.BandCount * stride; i += FrameGroup.Lanes)
        {
            var values = rows.Slice(i, FrameGroup.Lanes);
            Vector512.Max(floor, Vector512.Create(values)).CopyTo(values);
        }
    }
}
