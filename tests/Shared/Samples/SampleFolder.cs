namespace Bakeoff.Testing;

/// <summary>A repository root with an experiments folder, gone after the test. Its path has spaces and letters beyond ASCII.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("große Hörprobe ");

    public SampleFolder(params (string Name, string Yaml)[] experiments)
    {
        Directory.CreateDirectory(Path.Combine(Root, "experiments", "datasets"));
        foreach (var dataset in new[] { "quickstart", "tess", "tess-100-words" })
        {
            File.WriteAllText(Path.Combine(Root, "experiments", "datasets", dataset + ".yaml"), "");
        }

        foreach (var (name, yaml) in experiments)
        {
            Write(name, yaml);
        }
    }

    public string Root => root.FullName;

    public void Write(string name, string yaml) => File.WriteAllText(Path.Combine(Root, "experiments", name + ".yaml"), yaml);

    public void Dispose() => root.Delete(recursive: true);
}
