using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bakeoff.Codecs;

namespace Bakeoff.Models;

/// <summary>Formats that models read beside those of Bakeoff.Audio.</summary>
internal static class RecordingFormats
{
    /// <summary>Makes them known before the first recording is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whoever predicts from a file may open it before any type of this assembly is created.")]
    internal static void Register() => CompressedFormats.Register();
}
