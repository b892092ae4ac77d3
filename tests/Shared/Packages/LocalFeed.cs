using System.Diagnostics;
using System.Text;

namespace Bakeoff.Testing;

/// <summary>
/// Packages as <c>dotnet pack</c> makes them of what is compiled, in a folder that NuGet takes as a source, and a place to use them in.
/// </summary>
/// <remarks>
/// Packages of others come from this machine's own packages folder, so the network is not needed. What is restored goes to a folder of its
/// own: a Bakeoff that was installed before on this machine can neither be taken for the one under test nor be replaced by it.
/// </remarks>
public abstract class LocalFeed : IDisposable
{
    public const string Version = "0.1.0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="packages">Names of the projects.</param>
    /// <param name="properties">Further properties for MSBuild, with semicolons between them.</param>
    protected LocalFeed(IEnumerable<string> packages, string properties = "")
    {
        Root = Directory.CreateTempSubdirectory("bakeoff packages ").FullName;
        Directory.CreateDirectory(Folder);
        Pack(packages, $"Configuration={Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))};{properties}");

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

    /// <summary>Where NuGet keeps what was restored on this machine before.</summary>
    public static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Folder that all others lie in.</summary>
    public string Root { get; }

    /// <summary>Folder of the packages, where Cake's Pack writes them in a clone.</summary>
    public string Folder => Path.Combine(Root, "artifacts", "packages");

    /// <summary>
    /// For builds of several projects: in one process. Another takes seconds to start, and the other tests keep its processor busy.
    /// </summary>
    public const string OneProcess = "-maxCpuCount:1";

    /// <summary>Path of a package.</summary>
    public string PathOf(string package) => Path.Combine(Folder, $"{package}.{Version}.nupkg");

    /// <summary>Runs a program to its end and expects it to end well.</summary>
    public string Succeed(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = Run(folder, program, arguments);
        exitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and its output with its errors after it.</returns>
    public (int ExitCode, string Output) Run(string folder, string program, params string[] arguments)
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

        return (process.ExitCode, output.Result + error.Result);
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

        // What ends in a second has no use for profiles of itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
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

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    // As 'dotnet pack --no-build' does, but in one process for all of them. Descriptions of packages that another process packs at the same
    // time are none of ours.
    private void Pack(IEnumerable<string> packages, string properties)
    {
        var projects = packages.Select(static name => Path.Combine(Fixture.RepositoryRoot, "src", name, $"{name}.csproj"));
        var build = Path.Combine(Root, "pack.proj");
        var all = $"_IsPacking=true;NoBuild=true;PackageOutputPath={Folder};NuspecOutputPath={Path.Combine(Root, "descriptions")};{properties}";
        File.WriteAllText(
            build,
            $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack" BuildInParallel="true" Properties="{all}" />
              </Target>
            </Project>
            """);
        Succeed(Fixture.RepositoryRoot, "dotnet", "msbuild", build, "-target:Pack", OneProcess, "-nologo", "-verbosity:quiet");
    }
}
