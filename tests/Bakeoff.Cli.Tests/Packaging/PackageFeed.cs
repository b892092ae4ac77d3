using System.Runtime.InteropServices;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>The packages of the libraries and of the command.</summary>
public sealed class PackageFeed() : LocalFeed([.. Libraries, "Bakeoff.Cli"], $"ToolPlatforms={Platform}")
{
    /// <summary>The platform that the command is packed for here: that of this machine, as others take as long.</summary>
    public static readonly string Platform = OperatingSystem.IsMacOS()
        ? "osx"
        : $"{(OperatingSystem.IsWindows() ? "win" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Packages for other programs; the command is Bakeoff.Cli.</summary>
    public static readonly string[] Libraries =
    [
        "Bakeoff.Audio",
        "Bakeoff.Classifiers",
        "Bakeoff.Codecs",
        "Bakeoff.Encoders",
        "Bakeoff.Mlflow",
        "Bakeoff.Models",
        "Bakeoff.NWaves",
        "Bakeoff.Neural",
        "Bakeoff.Numerics",
        "Bakeoff.Onnx",
        "Bakeoff.Options",
        "Bakeoff.Serving",
    ];

    /// <summary>
    /// Adds Cake as this machine has it. NuGet lists folders of restored tools in a form that it does not take as a source.
    /// </summary>
    /// <returns>Whether this machine has it.</returns>
    public bool AddCake()
    {
        var folder = Path.Combine(MachinePackages, "cake.tool");
        var packages = Directory.Exists(folder) ? Directory.GetFiles(folder, "cake.tool.*.nupkg", SearchOption.AllDirectories) : [];
        foreach (var package in packages)
        {
            File.Copy(package, Path.Combine(Folder, Path.GetFileName(package)), overwrite: true);
        }

        return packages.Length > 0;
    }
}
