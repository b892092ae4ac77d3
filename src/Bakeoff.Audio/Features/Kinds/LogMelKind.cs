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
internal sealed class LogMelMeasure(MelFilterbank filterbank, double? topDb) : FrameMeasure
{
    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private readonly AlignedBuffer _mel = new(filterbank.BandCount * FrameGroup.Lanes);

    /// <inheritdoc/>
    public override int RowCount => filterbank.BandCount;

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
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        if (topDb is not { } range)
        {
            return;
        }

        // Lanes behind the last frame hold frames too, cut from what follows the signal; they must not set the floor.
        var loudest = float.NegativeInfinity;
        var whole = frameCount / FrameGroup.Lanes * FrameGroup.Lanes;
        var highest = Vector512.Create(float.NegativeInfinity);
        for (var band = 0; band < filterbank.BandCount; band++)
        {
            var row = rows.Slice(band * stride, frameCount);
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

        var floor = Vector512.Create((float)(loudest - range));
        for (var i = 0; i < filterbank.BandCount * stride; i += FrameGroup.Lanes)
        {
            var values = rows.Slice(i, FrameGroup.Lanes);
            Vector512.Max(floor, Vector512.Create(values)).CopyTo(values);
        }
    }
}
