using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Options, rate, frames and tables that measures are built from. Belongs to one thread.</summary>
public sealed class FrameAnalysis
{
    private readonly FeaturePlan _plan;
    private ClipPitch? _pitch;

    internal FrameAnalysis(FeaturePlan plan) => _plan = plan;

    /// <summary>The options.</summary>
    public FeatureOptions Options => _plan.Options;

    /// <summary>Rate of the analysed signal in hertz.</summary>
    public int SampleRateHz => _plan.SampleRateHz;

    /// <summary>Positions of the frames.</summary>
    public FrameGrid Grid => _plan.Grid;

    /// <summary>Distance between FFT bins in hertz.</summary>
    public float BinWidthHz => (float)((double)SampleRateHz / Options.FftLength);

    /// <summary>Weights over one frame, [n_fft].</summary>
    public ReadOnlyMemory<float> Window => _plan.Window;

    /// <summary>Filters that sum power into mel bands.</summary>
    /// <exception cref="InvalidOperationException">No kind in use names <see cref="FeatureNeeds.Mel"/>.</exception>
    public MelFilterbank Filterbank => _plan.Filterbank
        ?? throw new InvalidOperationException(
            $"No kind of feature in use needs {nameof(FeatureNeeds.Mel)}, expected it in {nameof(FeatureKind.Needs)}.");

    /// <summary>Pitch of the clip at hand, tracked once for all measures that ask for it.</summary>
    /// <exception cref="UnusableSignalException">The analysis rate is less than four times the highest pitch looked for.</exception>
    public ClipPitch Pitch => _pitch ??= new ClipPitch(CreateTracker(), Grid);

    /// <summary>Weights of the discrete cosine transform, [n_mfcc, n_mels].</summary>
    internal float[] Cosines => _plan.Cosines!;

    private PitchTracker CreateTracker()
    {
        if (Options.PitchMaxHz > SampleRateHz / 4.0)
        {
            throw new UnusableSignalException(new ErrorDetails("sample rate")
            {
                Value = FormattableString.Invariant($"{SampleRateHz} Hz"),
                Rule = FormattableString.Invariant($"at least four times pitch_max_hz ({Options.PitchMaxHz})"),
                NextStep = "Lower pitch_max_hz.",
            });
        }

        return new PitchTracker(SampleRateHz, Options.PitchMinHz, Options.PitchMaxHz);
    }
}
