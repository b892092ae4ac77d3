namespace Bakeoff.Encoders.Tests;

/// <summary>A copy of a tiny encoder's folder that a test may change.</summary>
internal sealed class SpoiledFolder : IDisposable
{
    public SpoiledFolder(string name)
    {
        foreach (var file in Directory.EnumerateFiles(EncoderFixture.Folder(name)))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("bakeoff-encoder-").FullName;

    public string Of(string file) => System.IO.Path.Combine(Path, file);

    public void Replace(string file, string old, string text) =>
        File.WriteAllText(Of(file), File.ReadAllText(Of(file)).Replace(old, text, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
