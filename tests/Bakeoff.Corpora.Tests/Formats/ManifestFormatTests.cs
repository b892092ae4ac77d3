using System.Globalization;
using System.Text;
using Bakeoff.Corpora.Formats;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Formats;

public sealed class ManifestFormatTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("short", "(5): row has 1 fields, expected 3 (path, label, speaker). Add what is missing")]
    [InlineData("quote", "(5,2): quotation mark is not closed, expected two around a field, or none. Close it")]
    [InlineData("unclosed", "(5,1): quotation mark is not closed, expected two around a field, or none. Close it")]
    [InlineData("empty-label", "(3,9): label is empty, expected a value in every row. Add it, or remove the row.")]
    public void List_RowThatCannotBeRead_NamesLineAndColumn(string table, string message)
    {
        Take(table);

        var exception = Should.Throw<DatasetException>(() => List(new ManifestFormat()));

        exception.Message.ShouldStartWith(_scratch.Full("manifest.csv") + message);
        exception.Problem.ShouldBe(DatasetProblem.Table);
    }

    [Theory]
    [InlineData("cp1251", "0xE7 at offset 27")]
    [InlineData("gbk", "0xC9 at offset 27")]
    public void List_OtherEncoding_IsRefusedWithByteAndLine(string table, string value)
    {
        Take(table);

        Should
            .Throw<DatasetException>(() => List(new ManifestFormat()))
            .Message.ShouldStartWith(
                $"{_scratch.Full("manifest.csv")}(2): byte {value}, expected text in UTF-8. "
                    + "Save the table as UTF-8, or name the encoding of the machine that wrote it");
    }

    [Theory]
    [InlineData("cp1251", "windows-1251", "злость")]
    [InlineData("gbk", "gb18030", "生气")]
    public void List_NamedEncoding_ReadsTheLabels(string table, string encoding, string label)
    {
        Take(table);

        var clips = List(new ManifestFormat { Encoding = encoding }).Clips;

        clips[0].Label.ShouldBe(label);
        clips.GroupBy(static clip => clip.Label).Select(static group => group.Count()).ShouldBe([4, 4, 4]);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void List_Utf16WithMark_IsRead(string encoding)
    {
        Write(
            Encoding
                .GetEncoding(encoding)
                .GetPreamble()
                .Concat(Encoding.GetEncoding(encoding).GetBytes("path,label\na.wav,müde\n"))
                .ToArray());
        _scratch.Noise("a.wav", 1);

        List(new ManifestFormat()).Clips.ShouldHaveSingleItem().Label.ShouldBe("müde");
    }

    [Fact]
    public void List_ByteZeroInText_IsToBeRemoved()
    {
        Write("path,label\na.wav,s\0ad\n"u8.ToArray());

        Should.Throw<DatasetException>(() => List(new ManifestFormat())).Message.ShouldEndWith("expected text in UTF-8. Remove it.");
    }

    [Fact]
    public void List_FieldOverTwoLines_IsRefused()
    {
        Write("path,label\na.wav,\"sad\nb.wav\"\n"u8.ToArray());

        Should.Throw<DatasetException>(() => List(new ManifestFormat()))
            .Message.ShouldContain("field 'sad b.wav' goes over the end of a line");
    }

    [Theory]
    [InlineData("path;label;speaker\na.wav;sad;A\n")]
    [InlineData("path\tlabel\tspeaker\na.wav\tsad\tA\n")]
    [InlineData("sep=;\r\npath;label;speaker\r\na.wav;sad;A\r\n")]
    [InlineData("\uFEFFpath,label,speaker\r\n\r\na.wav,\"sad\",A\r\n,,\r\n")]
    public void List_AnySpreadsheetsForm_IsRead(string table)
    {
        Write(Encoding.UTF8.GetBytes(table));
        _scratch.Noise("a.wav", 1);

        List(new ManifestFormat()).Clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker)).ShouldBe([("a.wav", "sad", "A")]);
    }

    [Theory]
    [InlineData("semicolons", 3)]
    [InlineData("absolute", 3)]
    [InlineData("half", 12)]
    public void List_PathsInAnySpelling_FindTheirFiles(string table, int clips)
    {
        Take(table);
        for (var i = 0; i < clips; i++)
        {
            _scratch.Noise(string.Create(CultureInfo.InvariantCulture, $"c{i:00}.wav"), (ulong)i);
        }

        var listing = List(new ManifestFormat());

        listing.Clips.Count.ShouldBe(clips);
        listing.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void List_OtherNormalForm_FindsTheFile()
    {
        Take("nfd");
        _scratch.Noise("größe0.wav".Normalize(NormalizationForm.FormD), 1);

        List(new ManifestFormat()).Clips.ShouldHaveSingleItem().Label.ShouldBe("angry");
    }

    [Fact]
    public void List_SeparateAudioRoot_IsPutBeforeThePaths()
    {
        Write("path,label\nx/a.wav,sad\n"u8.ToArray());
        _scratch.Noise("audio/x/a.wav", 1);

        List(new ManifestFormat { Root = "./audio/" }).Clips.ShouldHaveSingleItem().Path.ShouldBe("audio/x/a.wav");
    }

    [Fact]
    public void List_RowsAndFilesWithoutEachOther_AreLeftOutWithTheReason()
    {
        Write("path,label\na.wav,sad\nnone.wav,sad\n"u8.ToArray());
        _scratch.Noise("a.wav", 1);
        _scratch.Noise("b.wav", 2);

        List(new ManifestFormat())
            .LeftOut.ShouldBe([
                new LeftOutItem(
                    "none.wav",
                    LeftOutReason.MissingFile,
                    "manifest.csv(3) lists this clip, and the folder does not hold it."),
                new LeftOutItem("b.wav", LeftOutReason.MissingRow, "manifest.csv has no row for this file."),
            ]);
    }

    [Fact]
    public void List_OneFileTwice_NamesBothRows()
    {
        Write("path,label\na.wav,sad\n./A.WAV,happy\n"u8.ToArray());
        _scratch.Noise("a.wav", 1);

        Should
            .Throw<DatasetException>(() => List(new ManifestFormat()))
            .Message.ShouldBe(
                "manifest.csv(3): a.wav is listed twice, expected one row a clip, and manifest.csv(2) is its first. Remove one.");
    }

    [Fact]
    public void Validate_UnknownEncoding_IsAProblem() =>
        new ManifestFormat { Encoding = "klingon" }
            .Validate()
            .ShouldHaveSingleItem()
            .Message.ShouldBe("is 'klingon', expected the name of an encoding such as utf-8, windows-1252 or gb18030.");

    private void Take(string table)
    {
        Write(File.ReadAllBytes(Fixture.Path($"corpora/tables/{table}.csv")));
        for (var i = 0; table is "cp1251" or "gbk" && i < 12; i++)
        {
            _scratch.Noise(string.Create(CultureInfo.InvariantCulture, $"c{i:00}.wav"), (ulong)i);
        }
    }

    private void Write(byte[] table) => _scratch.Bytes("manifest.csv", table);

    [Theory]
    [InlineData("../audio/a.wav")]
    [InlineData("audio/a.wav")]
    [InlineData("./audio/../AUDIO/a.wav")]
    public void List_TableInAFolderOfItsOwn_FindsFilesFromThereOrFromTheTop(string path)
    {
        _scratch.Noise("audio/a.wav", 1);
        Directory.CreateDirectory(_scratch.Full("meta"));
        File.WriteAllText(_scratch.Full("meta/table.csv"), $"path,label\n{path},sad\n");

        List(new ManifestFormat { File = "meta/table.csv" }).Clips.ShouldHaveSingleItem().Path.ShouldBe("audio/a.wav");
    }

    private ClipListing List(ManifestFormat format) => format.List(CorpusFolder.Open("mine", _scratch.Root));
}
