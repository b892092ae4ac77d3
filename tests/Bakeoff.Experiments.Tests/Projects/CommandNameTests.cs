using Bakeoff.Experiments.Projects;

namespace Bakeoff.Experiments.Tests.Projects;

public sealed class CommandNameTests : IDisposable
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff-name-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_GlobalTool_IsTheNameAlone()
    {
        var shim = MakeFile("home", ".dotnet", "tools", $"bakeoff{Suffix}");
        var folder = InRoot("home", ".dotnet", "tools", ".store", "bakeoff.cli", "1.2.3", "bakeoff.cli.linux-x64", "1.2.3", "tools", "net10.0", "any");

        var searched = string.Join(Path.PathSeparator, InRoot("usr", "bin"), InRoot("home", ".dotnet", "tools"));

        CommandName.Find(folder, shim, searched, _root).ShouldBe("bakeoff");
    }

    [Fact]
    public void Find_ToolInAFolderOffThePath_IsItsPath()
    {
        var shim = MakeFile("tools", "bakeoff");
        var folder = InRoot("tools", ".store", "bakeoff.cli", "1.2.3", "bakeoff.cli.osx", "1.2.3", "tools", "net10.0", "any");

        CommandName.Find(folder, shim, searchPath: null, _root).ShouldBe(Path.Combine("tools", "bakeoff"));
        CommandName.Find(folder, shim, searchPath: null, InRoot("tools")).ShouldBe(Path.Combine(".", "bakeoff"));
        CommandName.Find(folder, shim, searchPath: null, InRoot("elsewhere")).ShouldBe(shim);
    }

    [Fact]
    public void Find_AnotherBakeoffFirstOnThePath_IsItsPath()
    {
        var shim = MakeFile("tools", $"bakeoff{Suffix}");
        var other = MakeFile("other", $"bakeoff{Suffix}");
        var searched = string.Join(Path.PathSeparator, Path.GetDirectoryName(other), Path.GetDirectoryName(shim));

        CommandName.Find(InRoot("tools"), shim, searched, InRoot("elsewhere")).ShouldBe(shim);
    }

    [Fact]
    public void Find_LocalTool_IsStartedByDotnet()
    {
        var folder = InRoot("nuget cache", "bakeoff.cli.win-x64", "1.2.3", "tools", "net10.0", "any") + Path.DirectorySeparatorChar;

        CommandName.Find(folder, Dotnet, InRoot("usr", "bin"), _root).ShouldBe("dotnet bakeoff");
    }

    [Fact]
    public void Find_CompiledInAClone_IsTheProgramOrItsAssembly()
    {
        var assembly = MakeFile("clone", "artifacts", "bin", "bakeoff", "bakeoff.dll");
        var folder = Path.GetDirectoryName(assembly)!;

        CommandName
            .Find(folder, Dotnet, searchPath: null, InRoot("clone"))
            .ShouldBe($"dotnet {Path.GetRelativePath(InRoot("clone"), assembly)}");

        var program = MakeFile("clone", "artifacts", "bin", "bakeoff", $"bakeoff{Suffix}");
        CommandName
            .Find(folder, Dotnet, searchPath: null, InRoot("clone"))
            .ShouldBe(Path.GetRelativePath(InRoot("clone"), program));
        CommandName.Find(folder, Dotnet, folder, InRoot("clone")).ShouldBe("bakeoff");
    }

    [Fact]
    public void Find_FolderWithABlank_IsQuoted() =>
        CommandName
            .Find(InRoot("a b"), MakeFile("a b", "bakeoff"), searchPath: null, _root)
            .ShouldBe($"\"{Path.Combine("a b", "bakeoff")}\"");

    /// <summary>A library does not know what its program is called.</summary>
    [Fact]
    public void Find_AnotherProgram_IsTheUsualName() =>
        CommandName.Find(_root, InRoot("notebook"), InRoot("usr", "bin"), _root).ShouldBe("bakeoff");

    /// <summary>The same for a tool of a project, of a folder, and of all users.</summary>
    [Fact]
    public void FindPackages_InstalledTool_AreThatOfTheNameAndThatOfThePlatform()
    {
        var named = MakeFile("store", "bakeoff.cli", "1.2.3", "bakeoff.cli.1.2.3.nupkg");
        var folder = InRoot("store", "bakeoff.cli.linux-x64", "1.2.3", "tools", "net10.0", "any") + Path.DirectorySeparatorChar;
        CommandName.FindPackages(folder).ShouldBeEmpty("a package is incomplete");

        var platform = MakeFile("store", "bakeoff.cli.linux-x64", "1.2.3", "bakeoff.cli.linux-x64.1.2.3.nupkg");
        CommandName.FindPackages(folder).ShouldBe([named, platform]);
        CommandName.FindPackages(InRoot("clone", "artifacts", "bin", "bakeoff")).ShouldBeEmpty();
    }

    private string Dotnet => InRoot("usr", "share", "dotnet", $"dotnet{Suffix}");

    private string InRoot(params string[] parts) => Path.Combine([_root, .. parts]);

    private string MakeFile(params string[] parts)
    {
        var path = InRoot(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
