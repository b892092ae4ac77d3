using System.IO.Compression;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>
/// Finds recordings of TESS in the folder or zip that BAKEOFF_TEST_TESS names; tests that need them are skipped without it.
/// </summary>
internal static class TessRecording
{
    private const string Variable = "BAKEOFF_TEST_TESS";

    public static AudioSignal Decode(string fileName) => AudioDecoder.Decode(Read(fileName), fileName);

    private static byte[] Read(string fileName)
    {
        var source = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(
            source is not null, $"{Variable} is not set: name a folder or zip of TESS to compare with librosa on real recordings.");
        if (Directory.Exists(source))
        {
            return File.ReadAllBytes(Directory.EnumerateFiles(source, fileName, SearchOption.AllDirectories).First());
        }

        using var archive = ZipFile.OpenRead(source!);
        using var stream = archive.Entries.First(entry => entry.Name == fileName).Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
