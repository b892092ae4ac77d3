using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Versions of everything that takes part in a computation besides the project's own files.</summary>
internal static class MadeWith
{
    /// <summary>Version by name: bakeoff, dotnet, platform, then each package that the command was built with.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["bakeoff"] = typeof(MadeWith).Assembly.GetName().Version!.ToString(3),
            ["dotnet"] = Environment.Version.ToString(),
            ["platform"] = RuntimeInformation.RuntimeIdentifier,
        };
        foreach (var (name, version) in Packages())
        {
            versions[name] = version;
        }

        return versions;
    }

    /// <summary>Packages as the build wrote them beside the command; none where that file is absent, as in a single-file build.</summary>
    private static IEnumerable<(string Name, string Version)> Packages()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "bakeoff.deps.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(l => l.Value.GetProperty("type").ValueEquals("package"))
            .Select(l => l.Name.Split('/'))
            .Select(parts => (parts[0], parts[1]))
            .ToList();
    }
}
