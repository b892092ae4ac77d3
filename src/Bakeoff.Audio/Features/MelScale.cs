using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features;

/// <summary>Slaney's mel scale: linear below 1000 Hz, logarithmic above, as librosa uses by default.</summary>
/// <remarks>Source: M. Slaney, Auditory Toolbox, Interval Research report 1998-010.</remarks>
public static class MelScale
{
    private const double HertzPerMel = 200.0 / 3.0;
    private const double LinearLimitHz = 1000.0;
    private const double LinearLimitMel = LinearLimitHz / HertzPerMel;

    // 27 mels cover the factor 6.4 above the linear part.
    private static readonly double LogStep = DeterministicMath.Log(6.4) / 27.0;

    /// <summary>Mels of a frequency in hertz; 0 or more.</summary>
    public static double FromHertz(double hertz) => hertz < LinearLimitHz
        ? hertz / HertzPerMel
        : LinearLimitMel + DeterministicMath.Log(hertz / LinearLimitHz) / LogStep;

    /// <summary>Hertz of a number of mels; 0 or more.</summary>
    public static double ToHertz(double mels) => mels < LinearLimitMel
        ? mels * HertzPerMel
        : LinearLimitHz * DeterministicMath.Exp(LogStep * (mels - LinearLimitMel));
}
