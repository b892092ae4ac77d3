using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.NWaves;
using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>Kinds that models and experiments may name although another assembly than their base type's defines them.</summary>
internal static class AddedKinds
{
    /// <summary>Makes them known before a model is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Models are read from several places, and each must know the same kinds.")]
    internal static void Register() => OptionKinds.Register(typeof(NWavesKind).Assembly, isIdleUnlessNamed: true);
}
