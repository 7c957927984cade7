// libxlsxwriter's own header.
#ifndef TUNGNGO_CXLSXWRITER_SHIM_H
#define TUNGNGO_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
