using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.Codecs;
using Bakeoff.NWaves;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Configuration;

/// <summary>
/// Kinds that experiments may name although another assembly than their base type's defines them, and formats that recordings may have.
/// </summary>
[OutsideFingerprint("makes other assemblies known, which count where they are used")]
internal static class AddedKinds
{
    /// <summary>Makes them known before anything of an experiment is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Experiments are read from several places, and each must know the same kinds.")]
    internal static void Register()
    {
        OptionKinds.Register(typeof(NWavesKind).Assembly, isIdleUnlessNamed: true);
        CompressedFormats.Register();
    }
}
