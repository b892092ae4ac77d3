using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.Models;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Kinds and formats of other assemblies: experiments know those that models know.</summary>
[OutsideFingerprint("makes other assemblies known, which count where they are used")]
internal static class AddedKinds
{
    /// <summary>Makes them known before anything of an experiment is read, where nothing of a model has been yet.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Experiments are read from several places, and each must know the same kinds.")]
    internal static void Register() => RuntimeHelpers.RunModuleConstructor(typeof(EmotionModel).Module.ModuleHandle);
}
