namespace Bakeoff.Corpora.Indexing;

/// <summary>The files of an index in a folder: the table of the clips and the report.</summary>
public static class IndexFiles
{
    /// <summary>Table of the clips.</summary>
    public const string TableFile = "index.csv";

    /// <summary>Findings of the audit.</summary>
    public const string ReportFile = "index-report.json";

    /// <summary>Reads all clips, in the order of the index, with the paths of their files.</summary>
    /// <param name="folder">Folder of both files.</param>
    /// <exception cref="Pipeline.Tables.TableException">The table cannot be read.</exception>
    /// <exception cref="DatasetException">The report cannot be read.</exception>
    public static IReadOnlyList<Clip> ReadClips(string folder)
    {
        var report = IndexReport.Read(Path.Combine(folder, ReportFile));
        return IndexTable.Read(Path.Combine(folder, TableFile), report.Columns, report.FileOf);
    }
}
