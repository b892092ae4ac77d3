using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// MFCCs 1 and up, each less its mean over the clip (cepstral mean subtraction): the movement of the spectral envelope. Columns: n_mfcc -
/// 1.
/// </summary>
[Kind("cepstral_contour")]
public sealed record CepstralContourKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Spectrum | FeatureNeeds.Mel;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Numbered("cepstral_contour", options.MfccCount - 1, first: 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MfccCount < 2)
        {
            yield return new OptionProblem(
                "n_mfcc",
                FormattableString.Invariant(
                    $"is {options.MfccCount}, expected at least 2 for {Name}, which leaves out the first. Raise it."));
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new CepstralContourMeasure(MfccMeasure.Create(analysis));
    }
}

/// <summary>
/// Trajectory of the spectral envelope, independent of the speaker: MFCCs 1 and up, each less its own mean over the clip (cepstral mean
/// subtraction).
/// </summary>
/// <remarks>
/// A fixed filter, be it a microphone or the average shape of a vocal tract, adds a constant to every cepstral coefficient; the difference
/// takes it out. Coefficient 0, the level, is left out. Source: B. Atal, Effectiveness of linear prediction characteristics of the speech
/// wave for automatic speaker identification and verification, JASA 55 (1974).
/// </remarks>
internal sealed class CepstralContourMeasure(MfccMeasure mfcc) : StretchMeasure
{
    private readonly AlignedBuffer _coefficients = new();
    private readonly RunningMoments[] _means = new RunningMoments[mfcc.RowCount];
    private bool _isComplete;

    /// <inheritdoc/>
    public override int RowCount => mfcc.RowCount - 1;

    /// <inheritdoc/>
    public override int GatherCount => mfcc.GatherCount + 1;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount)
    {
        mfcc.BeginClip(frameCount);
        Array.Clear(_means);
    }

    /// <inheritdoc/>
    public override void Begin(int stride)
    {
        mfcc.Begin(stride);
        _coefficients.EnsureLength(mfcc.RowCount * stride);
        _isComplete = false;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        mfcc.Measure(signal, group, _coefficients.Span, stride);

    /// <inheritdoc/>
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        if (pass < mfcc.GatherCount)
        {
            mfcc.Gather(pass, _coefficients.Span, stride, stretch);
            return;
        }

        CompleteCoefficients(stride, stretch);
        for (var row = 0; row < mfcc.RowCount; row++)
        {
            _means[row].Add(_coefficients.Span.Slice(row * stride + stretch.First, stretch.Count));
        }
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        CompleteCoefficients(stride, stretch);
        for (var row = 0; row < RowCount; row++)
        {
            var mean = _means[row + 1].Mean;
            var source = _coefficients.Span.Slice((row + 1) * stride + stretch.First, stretch.Count);
            var target = rows.Slice(row * stride + stretch.First, stretch.Count);
            for (var t = 0; t < source.Length; t++)
            {
                target[t] = (float)(source[t] - mean);
            }
        }
    }

    private void CompleteCoefficients(int stride, FrameStretch stretch)
    {
        if (!_isComplete)
        {
            mfcc.Complete([], _coefficients.Span, stride, stretch);
            _isComplete = true;
        }
    }
}
