using Bakeoff.Testing;

namespace Bakeoff.Build.Tests.Packages;

/// <summary>Bakeoff.Build and the packages that it depends on.</summary>
public sealed class BuildFeed() : LocalFeed(
    [
        "Bakeoff.Audio",
        "Bakeoff.Build",
        "Bakeoff.Classifiers",
        "Bakeoff.Codecs",
        "Bakeoff.Encoders",
        "Bakeoff.Models",
        "Bakeoff.NWaves",
        "Bakeoff.Neural",
        "Bakeoff.Numerics",
        "Bakeoff.Options",
    ]);
