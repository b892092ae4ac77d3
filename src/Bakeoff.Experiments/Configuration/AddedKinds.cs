using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.NWaves;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Kinds that experiments may name although another assembly than their base type's defines them.</summary>
internal static class AddedKinds
{
    /// <summary>Makes them known before anything of an experiment is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Experiments are read from several places, and each must know the same kinds.")]
    internal static void Register() => OptionKinds.Register(typeof(NWavesKind).Assembly, isIdleUnlessNamed: true);
}
