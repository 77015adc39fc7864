/* kiosk-service.exe: runs the branch service as a Windows service and keeps it running.
 *
 * Starts `kiosk.exe branch --data %PROGRAMDATA%\Kiosk\branch --until-stdin-closes` from its own folder, again after an end
 * nobody asked for (after 1 s, doubling to 30 s; anew once it ran for a minute). A stop closes its standard input, which ends
 * it tidily; what is still there after 20 s is ended with all its children. Nothing of the program lives outside the job, so
 * no half of it stays behind. The data folder is for the service, the system and administrators alone.
 *
 * Built by packaging/windows/build with MinGW: no runtime beside Windows' own.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0601
#include <stdio.h>
#include <windows.h> /* first: the next one leans on it */
#include <sddl.h>
#include <shlobj.h>

#define NAME L"KioskBranch"
#define STOP_MS 20000
#define LONGEST_WAIT_MS 30000
#define LASTED_MS 60000
#define PATH_LENGTH 1024
/* The rights of the two folders, as rights.idt gives them: the installer makes them first, and these hold if somebody took
 * them away. Settings: everybody may read them, nobody but the system and administrators write them. */
#define READ_BY_ALL L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;LS)(A;OICI;0x1200a9;;;BU)"
/* Data: full access for the system, administrators and LocalService, handed down to what lies inside; nobody else. */
#define OURS_ALONE L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;LS)"

static SERVICE_STATUS_HANDLE handle;
static HANDLE stopping;

static void tell(DWORD state, DWORD error, DWORD wait_ms) {
    SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, state, 0, error, 0, 0, wait_ms};
    if (state == SERVICE_RUNNING) {
        status.dwControlsAccepted = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN;
    }
    SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context) {
    (void)type, (void)data, (void)context;
    if (code == SERVICE_CONTROL_STOP || code == SERVICE_CONTROL_SHUTDOWN) {
        tell(SERVICE_STOP_PENDING, NO_ERROR, STOP_MS + 5000);
        SetEvent(stopping);
    }
    return code == SERVICE_CONTROL_STOP || code == SERVICE_CONTROL_SHUTDOWN || code == SERVICE_CONTROL_INTERROGATE
               ? NO_ERROR
               : ERROR_CALL_NOT_IMPLEMENTED;
}

/* Make a folder with `rights` in SDDL. One that is there stays as it is. */
static void have_folder(const wchar_t *path, const wchar_t *rights) {
    SECURITY_ATTRIBUTES security = {sizeof security, NULL, FALSE};
    ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, SDDL_REVISION_1, &security.lpSecurityDescriptor, NULL);
    CreateDirectoryW(path, &security);
    LocalFree(security.lpSecurityDescriptor);
}

/* Write the command line, and open the file for what the program says before its own logs begin. */
static HANDLE prepare(wchar_t *command) {
    wchar_t own[PATH_LENGTH], data[PATH_LENGTH], file[PATH_LENGTH];
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    GetModuleFileNameW(NULL, own, PATH_LENGTH);
    *wcsrchr(own, L'\\') = 0;
    SHGetFolderPathW(NULL, CSIDL_COMMON_APPDATA, NULL, SHGFP_TYPE_CURRENT, data);
    wcscat(data, L"\\Kiosk");
    have_folder(data, READ_BY_ALL);
    swprintf(file, PATH_LENGTH, L"%ls\\branch", data);
    have_folder(file, OURS_ALONE);
    swprintf(command, 2 * PATH_LENGTH, L"\"%ls\\kiosk.exe\" branch --data \"%ls\" --until-stdin-closes", own, file);
    swprintf(file, PATH_LENGTH, L"%ls\\branch\\service.err", data);
    return CreateFileW(file, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, &inherited, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
}

static HANDLE new_job(void) {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    return job;
}

/* Run the program once. Returns when it ended, or when a stop was asked for and it is gone. */
static void run_once(void) {
    wchar_t command[2 * PATH_LENGTH];
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION child = {0};
    HANDLE job = new_job(), ours = NULL;
    HANDLE said = prepare(command);
    if (CreatePipe(&start.hStdInput, &ours, &inherited, 0)) {
        SetHandleInformation(ours, HANDLE_FLAG_INHERIT, 0);
        start.hStdOutput = start.hStdError = said;
        if (CreateProcessW(NULL, command, NULL, NULL, TRUE, CREATE_SUSPENDED | CREATE_NO_WINDOW, NULL, NULL, &start, &child)) {
            AssignProcessToJobObject(job, child.hProcess); /* before its first instruction, so that no child escapes */
            ResumeThread(child.hThread);
            WaitForMultipleObjects(2, (HANDLE[]){stopping, child.hProcess}, FALSE, INFINITE);
            CloseHandle(ours);
            WaitForSingleObject(child.hProcess, STOP_MS);
            CloseHandle(child.hThread);
            CloseHandle(child.hProcess);
        } else {
            CloseHandle(ours);
        }
        CloseHandle(start.hStdInput);
    }
    CloseHandle(said);
    CloseHandle(job); /* whatever is left of it ends here */
}

static void WINAPI serve(DWORD count, wchar_t **arguments) {
    (void)count, (void)arguments;
    DWORD wait_ms = 1000;
    handle = RegisterServiceCtrlHandlerExW(NAME, control, NULL);
    stopping = CreateEventW(NULL, TRUE, FALSE, NULL);
    tell(SERVICE_RUNNING, NO_ERROR, 0);
    do {
        ULONGLONG began_ms = GetTickCount64();
        run_once();
        wait_ms = GetTickCount64() - began_ms >= LASTED_MS ? 1000 : min(2 * wait_ms, LONGEST_WAIT_MS);
    } while (WaitForSingleObject(stopping, wait_ms) == WAIT_TIMEOUT);
    tell(SERVICE_STOPPED, NO_ERROR, 0);
}

int wmain(void) {
    SERVICE_TABLE_ENTRYW table[] = {{NAME, serve}, {NULL, NULL}};
    if (StartServiceCtrlDispatcherW(table)) {
        return 0;
    }
    fputs("kiosk-service.exe is started by Windows: sc start KioskBranch\n", stderr);
    return 1;
}
