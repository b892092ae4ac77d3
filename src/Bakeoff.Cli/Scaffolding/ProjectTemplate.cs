using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>
/// The files of a new project. Most are the repository's own, embedded when the command is compiled, so that they cannot go stale.
/// </summary>
internal static class ProjectTemplate
{
    private const string Prefix = "new/";
    private const string ToolManifest = ".config/dotnet-tools.json";

    /// <summary>A tool does not know its feed. Its own packages, which go along, suit a folder and the public feed alike.</summary>
    private const string PackageSource = """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- The Bakeoff of this project lies in packages/; all else comes from the sources that the machine knows. -->
        <configuration>
          <packageSources>
            <add key="this project" value="packages" />
          </packageSources>
        </configuration>

        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private static Assembly Home => typeof(ProjectTemplate).Assembly;

    /// <summary>Version of this command, which the project will use.</summary>
    public static string ToolVersion =>
        Home.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Every file: path from the project's root with forward slashes, and its bytes.</summary>
    /// <param name="packages">The packages of this command, which go along with a source that names them; none leaves both out.</param>
    public static IEnumerable<(string Path, byte[] Content)> Files(IReadOnlyList<string> packages) =>
        Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Path: name[Prefix.Length..], Content: Read(name)))
            .Select(file => file.Path == ToolManifest ? (file.Path, AddBakeoff(file.Content)) : file)
            .Concat(
                packages is []
                    ? []
                    :
                    [
                        ("nuget.config", Encoding.UTF8.GetBytes(PackageSource.ReplaceLineEndings("\n"))),
                        .. packages.Select(static path => ($"packages/{Path.GetFileName(path)}", File.ReadAllBytes(path))),
                    ]);

    private static byte[] Read(string name)
    {
        using var stream = Home.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>The repository compiles the command; a project gets it as a tool beside Cake.</summary>
    private static byte[] AddBakeoff(byte[] manifest)
    {
        var root = JsonNode.Parse(manifest)!;
        root["tools"]!["bakeoff.cli"] = new JsonObject
        {
            ["version"] = ToolVersion,
            ["commands"] = new JsonArray("bakeoff"),
            ["rollForward"] = false,
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented) + "\n");
    }
}
