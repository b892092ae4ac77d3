namespace Bakeoff.Mlflow;

/// <summary>A store in a folder of this computer: it always answers, and the journals of its runs lie inside it.</summary>
internal interface IFolderStore : IMlflowStore
{
    /// <summary>Folder of a run.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <exception cref="MlflowException">There is no such run.</exception>
    string FolderOfRun(string runId);

    /// <summary>Messages on everything in the folder that could not be read so far and was left out.</summary>
    IReadOnlyList<string> Skipped { get; }

    /// <summary>Folders of all runs, deleted ones included.</summary>
    IEnumerable<string> FoldersOfRuns();
}
