using System.Diagnostics;
using System.Text;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>
/// The packages as <c>dotnet pack</c> makes them of what is compiled, in a folder that NuGet takes as a source, and a place to use them in.
/// </summary>
/// <remarks>
/// Packages of others come from this machine's own packages folder, so the network is not needed. What is restored goes to a folder of its
/// own: a Bakeoff that was installed
/// before on this machine can neither be taken for the one under test nor be replaced by it.
/// </remarks>
public sealed class PackageFeed : IDisposable
{
    public const string Version = "0.1.0";

    /// <summary>Packages for other programs; the command is Bakeoff.Cli.</summary>
    public static readonly string[] Libraries =
    [
        "Bakeoff.Audio",
        "Bakeoff.Classifiers",
        "Bakeoff.Mlflow",
        "Bakeoff.Models",
        "Bakeoff.Neural",
        "Bakeoff.Numerics",
        "Bakeoff.Onnx",
        "Bakeoff.Options",
        "Bakeoff.Serving",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public PackageFeed()
    {
        Root = Directory.CreateTempSubdirectory("bakeoff packages ").FullName;
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        Directory.CreateDirectory(Folder);
        Pack(configuration);

        File.WriteAllText(
            Path.Combine(Root, "nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="bakeoff" value="{Folder}" /><add key="machine" value="{MachinePackages}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="bakeoff"><package pattern="Bakeoff.*" /><package pattern="Cake.Tool" /></packageSource>
                <packageSource key="machine"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
    }

    // As 'dotnet pack --no-build' does, but in one process for all of them.
    private void Pack(string configuration)
    {
        var projects = Libraries.Append("Bakeoff.Cli").Select(name => Path.Combine(Fixture.RepositoryRoot, "src", name, $"{name}.csproj"));
        var build = Path.Combine(Root, "pack.proj");
        File.WriteAllText(
            build,
            $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack" BuildInParallel="true"
                         Properties="_IsPacking=true;NoBuild=true;Configuration={configuration};PackageOutputPath={Folder}" />
              </Target>
            </Project>
            """);
        Succeed(Fixture.RepositoryRoot, "dotnet", "msbuild", build, "-target:Pack", "-nologo", "-verbosity:quiet");
    }

    /// <summary>Folder that all others lie in.</summary>
    public string Root { get; }

    /// <summary>Folder of the packages, where Cake's Pack writes them in a clone.</summary>
    public string Folder => Path.Combine(Root, "artifacts", "packages");

    /// <summary>Where NuGet keeps what was restored on this machine before.</summary>
    public static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

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

    /// <summary>Path of a package.</summary>
    public string PathOf(string package) => Path.Combine(Folder, $"{package}.{Version}.nupkg");

    /// <summary>Runs a program to its end and expects it to end well.</summary>
    public string Succeed(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output.Result}\n{error.Result}");
        return output.Result;
    }

    /// <summary>Starts a program with its three streams open.</summary>
    public Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        start.Environment[Running.Project.ProfilingVariable] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        if (folder != Fixture.RepositoryRoot)
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(Root, "restored");
            start.Environment["DOTNET_CLI_HOME"] = Path.Combine(Root, "home");
        }

        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
