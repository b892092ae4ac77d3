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

Task("Pack")
    .Description("Makes the packages: the command (Bakeoff.Cli) and the libraries, in artifacts/packages.")
    .Does(() =>
{
    if (DirectoryExists(packageFolder))
    {
        DeleteDirectory(packageFolder, new DeleteDirectorySettings { Recursive = true, Force = true });
    }

    DotNetPack("Bakeoff.slnx", new DotNetPackSettings { Configuration = Configuration, OutputDirectory = packageFolder, NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
    foreach (var package in GetFiles(packageFolder.FullPath + "/*.nupkg"))
    {
        FixTimes(package.FullPath);
        Information($"{package.GetFilename()}: {new System.IO.FileInfo(package.FullPath).Length / 1024} KiB");
    }
});
