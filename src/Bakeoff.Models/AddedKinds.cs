using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.Codecs;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Neural.Engines;
using Bakeoff.NWaves;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>Kinds that models may name although another assembly than their base type's defines them, and formats that recordings may
/// have.</summary>
internal static class AddedKinds
{
    /// <summary>Makes them known before a model or a recording is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Models and recordings are read from several places, and each must know the same.")]
    internal static void Register()
    {
        OptionKinds.Register(typeof(NWavesKind).Assembly, isIdleUnlessNamed: true);
        OptionKinds.Register(typeof(EncoderKind).Assembly, isIdleUnlessNamed: true);
        OnnxNetworks.OpenBy(static path => EngineCatalogue.Above(Directory.GetCurrentDirectory()).LoadForOnnx().Engine.Open(path));
        CompressedFormats.Register();
    }
}
