// Packages for others: the command as a .NET tool, and the libraries.

var packageFolder = MakeAbsolute(Directory("artifacts/packages"));

/// <summary>Gives every entry of a package one time, so that equal sources give equal bytes; NuGet itself writes the time of packing.</summary>
void FixTimes(string package)
{
    using var archive = System.IO.Compression.ZipFile.Open(package, System.IO.Compression.ZipArchiveMode.Update);
    foreach (var entry in archive.Entries)
    {
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

Takes("Pack");
Task("Pack")
    .Description("Makes the packages, of files that git tracks: the command (Bakeoff.Cli) and the libraries, in artifacts/packages.")
    .Does(() =>
{
    if (DirectoryExists(packageFolder))
    {
        DeleteDirectory(packageFolder, new DeleteDirectorySettings { Recursive = true, Force = true });
    }

    DotNetPack("Bakeoff.slnx", new DotNetPackSettings
    {
        Configuration = Configuration,
        OutputDirectory = packageFolder,
        NoLogo = true,
        Verbosity = DotNetVerbosity.Quiet,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("TrackedOnly", "true"),
    });
    foreach (var package in GetFiles(packageFolder.FullPath + "/*.nupkg"))
    {
        FixTimes(package.FullPath);
        Console.WriteLine($"{package.GetFilename()}: {new System.IO.FileInfo(package.FullPath).Length / 1024} KiB");
    }
});

/// <summary>What the analyzer of public interfaces finds in a project: what the list lacks, and what it has too much.</summary>
(HashSet<string> Missing, HashSet<string> Gone) ComparePublicApi(FilePath project)
{
    var (missing, gone) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
    var finding = new System.Text.RegularExpressions.Regex(@"RS00(?<rule>16|17): Symbol '(?<symbol>.+)' is (not )?part of the declared .*\[(?<project>[^\[]+)\]$");
    StartProcess(DotNet, new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder().Append("build").AppendQuoted(project.FullPath).Append("--configuration").Append(Configuration)
            .Append("--no-incremental --nologo --verbosity quiet -p:TreatWarningsAsErrors=false"),
        RedirectStandardOutput = true,
        RedirectedStandardOutputHandler = line =>
        {
            var match = finding.Match(line ?? string.Empty);

            // What the project refers to is compiled along with it and has a list of its own.
            if (match.Success && match.Groups["project"].Value == project.FullPath)
            {
                (match.Groups["rule"].Value == "16" ? missing : gone).Add(match.Groups["symbol"].Value);
            }

            return null;
        },
    });
    return (missing, gone);
}

Takes("PublicApi");
Task("PublicApi")
    .Description("Brings the lists of public types and members (src/*/PublicAPI.Unshipped.txt) up to date with the code; their diff shows what a change breaks.")
    .Does(() =>
{
    foreach (var list in GetFiles("src/*/PublicAPI.Unshipped.txt"))
    {
        var project = GetFiles(list.GetDirectory().FullPath + "/*.csproj").Single();
        var (missing, gone) = ComparePublicApi(project);
        var lines = System.IO.File.ReadAllLines(list.FullPath).Skip(1).Where(l => l.Length > 0 && !gone.Contains(l)).Concat(missing).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        System.IO.File.WriteAllText(list.FullPath, "#nullable enable\n" + string.Concat(lines.Select(l => l + "\n")));
        Console.WriteLine($"{project.GetFilenameWithoutExtension()}: {missing.Count} added, {gone.Count} removed");
    }
});
