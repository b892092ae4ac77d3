using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Options;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>The kinds of Bakeoff.Audio itself, in an order that pinned hashes rely on.</summary>
internal static class BuiltInKinds
{
    public static IReadOnlyList<FeatureKind> All { get; } =
    [
        new MfccKind(),
        new LogMelKind(),
        new RmsKind(),
        new ZeroCrossingRateKind(),
        new SpectralCentroidKind(),
        new SpectralBandwidthKind(),
        new SpectralRolloffKind(),
        new SpectralFlatnessKind(),
        new SpectralContrastKind(),
        new ChromaKind(),
        new PitchKind(),
        new VoiceQualityKind(),
        new PitchContourKind(),
        new CepstralContourKind(),
        new LevelKind(),
        new SpectralBalanceKind(),
    ];

    /// <summary>All that measure a signal, as the attributes tell; a new kind must be added to the list above.</summary>
    public static IEnumerable<string> Names =>
        OptionKinds.Of(typeof(FeatureKind))
            .Where(kind => kind.Type.Assembly == typeof(FeatureKind).Assembly && kind.Type != typeof(ImportKind))
            .Select(kind => kind.Name);
}
